using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Experiments.LabelReports;
using Panoptes.Foundation;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.PixelQuality;
using Panoptes.Training.Evaluation.Kinds;

namespace Panoptes.Experiments.Sessions;

/// <summary>Holds labels of any origin against the truth of those of their images that have one. Needs no network.</summary>
public static class LabelReportSession
{
    /// <summary>Judges labels.</summary>
    /// <param name="options">Which, against what.</param>
    /// <exception cref="InputException">
    /// Files are missing or do not fit, the classes of both sides differ, or there is nothing to compare.
    /// </exception>
    public static LabelReport Run(LabelReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.Within("--score", options.Score, 0, 1);
        var truth = Datasets.Open(options.Truth, options.Split);
        return File.Exists(options.Labels) ? OfResults(options, truth) : OfFolder(options, truth);
    }

    private static LabelReport OfResults(LabelReportOptions options, IDataset truth)
    {
        Require.That(
            !options.Match, "--match", "a file of objects with categories", "a folder of label maps", "leave it out");
        using var objects = new ResultObjects(options.Labels, truth);
        var counter = Counter(truth, options.Score);
        for (var i = 0; i < truth.Count; i++)
        {
            counter.Add(new LabeledImage(
                Truths(truth.Load(i, SampleParts.Segments | SampleParts.Instances), truth), [.. objects.Of(i)]));
        }

        return Report(options, truth, truth.Count, counter.Report(), null, [.. truth.Notes]);
    }

    private static LabelReport OfFolder(LabelReportOptions options, IDataset truth)
    {
        var read = Open(options, truth);
        var pairs = new LabelPairs(truth, read);
        Require.That(
            pairs.HavePixels || pairs.HaveObjects, options.Labels, $"labels that have nothing in common with those of {truth.Name}",
            "label maps or objects on both sides", "choose another data set, or read it otherwise (--read format=...)");
        var (labels, clusters) = (read, (IReadOnlyList<NamedCluster>?)null);
        if (options.Match)
        {
            Require.That(pairs.HavePixels, "--match", "labels without label maps", "label maps on both sides", "leave it out");
            var names = ClusterNames.Of(pairs, read.Classes, truth.Classes);
            labels = new MappedDataset(read, truth.Classes, names);
            clusters = [.. names.Select((id, cluster) => new NamedCluster(
                read.Classes.Names[cluster], id == truth.Classes.VoidTrainId ? "" : truth.Classes.Names[id]))];
        }
        else
        {
            Require.That(
                read.Classes.Names.SequenceEqual(truth.Classes.Names), options.Labels,
                $"the classes {string.Join(", ", read.Classes.Names)}", $"those of the truth: {string.Join(", ", truth.Classes.Names)}",
                "give both one class table (classes=..., --read classes=...), or name clusters by the truth (--match)");
        }

        pairs = new LabelPairs(truth, labels);
        var counter = Counter(truth, 0);
        var pixels = new PixelQualityCounter(truth.Classes.Names);
        for (var i = 0; i < pairs.Count; i++)
        {
            var (sample, label) = pairs.Load(i);
            if (pairs.HaveObjects)
            {
                counter.Add(new LabeledImage(Truths(sample, truth), [
                    .. LabelPairs.Objects(label, truth.Classes, sample.TruthSize)
                        .Select(one => new ScoredLabel(one.CategoryTrainId, 1, one.Mask)),
                ]));
            }

            if (pairs.HavePixels)
            {
                pixels.Add(JudgedPixels.Of(sample.Labels!, LabelPairs.Fitted(label.Labels!, sample.TruthSize)));
            }
        }

        List<string> notes = [.. truth.Notes, .. read.Notes, .. read.Warnings.Select(warning => $"warning: {warning}"),
            "these labels have no scores: nothing can be said of calibration or of other thresholds"];
        return Report(
            options, truth, pairs.Count, pairs.HaveObjects ? counter.Report() with { HasScores = false } : null,
            pairs.HavePixels ? pixels.Report() : null, notes) with
        {
            Clusters = clusters,
        };
    }

    private static IDataset Open(LabelReportOptions options, IDataset truth)
    {
        if (options.Reading is null && PseudoLabelsOfTruth.Matches(options.Labels))
        {
            return PseudoLabelsOfTruth.Open(truth, options.Labels, options.Truth, options.Match);
        }

        Require.That(
            Directory.Exists(options.Labels), options.Labels, "no such file or folder", "a folder of labels, or a COCO results JSON",
            "check the path");
        return Datasets.Open((options.Reading ?? options.Truth) with { Root = options.Labels }, options.Split);
    }

    private static LabelQualityCounter Counter(IDataset truth, double threshold) =>
        new(truth.Classes.Names, [.. truth.Classes.Names.Select(_ => threshold)], threshold);

    private static TrueObject[] Truths(Sample sample, IDataset truth) => [.. ComparedObjects.Of(sample, truth.Classes)
        .Select(one => new TrueObject(one.CategoryTrainId, one.Mask, one.IsCrowd))];

    private static LabelReport Report(
        LabelReportOptions options, IDataset truth, int images, LabelQualityReport? quality, PixelQualityReport? pixels,
        IReadOnlyList<string> notes) => new()
        {
            Labels = options.Labels,
            Truth = truth.Name,
            Split = options.Split,
            Images = images,
            TruthImages = truth.Count,
            Quality = quality,
            Pixels = pixels,
            Notes = notes,
        };
}
