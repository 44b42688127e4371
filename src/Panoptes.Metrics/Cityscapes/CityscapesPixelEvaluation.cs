using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Cityscapes;

/// <summary>Numbers of one frame as cityscapesScripts writes them, misnamed: they are of the ignored pixels.</summary>
/// <param name="File">The prediction's file.</param>
/// <param name="IgnoredPixels">What it calls nbNotIgnoredPixels: pixels of ignored labels.</param>
/// <param name="DifferingIgnoredPixels">What it calls nbCorrectPixels: those of them where the prediction differs.</param>
public sealed record CityscapesFrameScores(string File, long IgnoredPixels, long DifferingIgnoredPixels)
{
    internal static CityscapesFrameScores Of(string file, SegmentPair[] pairs)
    {
        var (ignored, differing) = (0L, 0L);
        foreach (var pair in pairs)
        {
            var label = pair.Truth & 0xFF;
            if (CityscapesLabel.All[label].IsIgnored)
            {
                ignored += pair.Pixels;
                differing += pair.Prediction == label ? 0 : pair.Pixels;
            }
        }

        return new CityscapesFrameScores(file, ignored, differing);
    }
}

/// <summary>The outcome of a pixel-level evaluation.</summary>
/// <param name="Scores">The numbers.</param>
/// <param name="Counts">What they are made of.</param>
/// <param name="Frames">By frame, in the truth's order.</param>
/// <param name="FrameCounts">The counts of every frame, in the same order.</param>
public sealed record CityscapesPixelReport(
    CityscapesPixelScores Scores, CityscapesPixelCounts Counts, IReadOnlyList<CityscapesFrameScores> Frames,
    CityscapesFrameCounts FrameCounts)
{
    /// <summary>
    /// Whether the predictions look like train ids: none holds an id above 18, and some hold ids of labels that are never evaluated.
    /// </summary>
    public bool HoldsTrainIds => TrainIdTrap.Looks(
        [.. FrameCounts.Pairs.SelectMany(pairs => pairs).Select(pair => pair.Prediction).Distinct()],
        CityscapesLabel.All.Count(label => !label.IsIgnored),
        id => CityscapesLabel.All[id].IsIgnored);

    /// <summary>The same of predictions whose ids are taken for train ids.</summary>
    public CityscapesPixelReport FromTrainIds()
    {
        var pairs = FrameCounts.Pairs.Select(
            frame => Array.ConvertAll(frame, pair => pair with { Prediction = CityscapesLabel.OfTrainId(pair.Prediction).Id })).ToArray();
        var counts = new CityscapesPixelCounts();
        Array.ForEach(pairs, frame => counts.Add(frame));
        return new CityscapesPixelReport(
            CityscapesPixelScores.From(counts), counts, [.. Frames.Select((f, i) => CityscapesFrameScores.Of(f.File, pairs[i]))],
            new CityscapesFrameCounts(pairs));
    }
}

/// <summary>Every frame's table of pairs, a few kilobytes each.</summary>
/// <param name="Pairs">By frame: pairs (true label id + 256 * true instance id, predicted label id).</param>
public sealed record CityscapesFrameCounts(IReadOnlyList<SegmentPair[]> Pairs)
{
    /// <summary>The counts of the frames, each taken so many times.</summary>
    public CityscapesPixelCounts Weighted(IReadOnlyList<int> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var counts = new CityscapesPixelCounts();
        for (var i = 0; i < Pairs.Count; i++)
        {
            if (weights[i] > 0)
            {
                counts.Add(Pairs[i], weights[i]);
            }
        }

        return counts;
    }
}

/// <summary>Cityscapes' pixel-level evaluation with instance-weighted IoU: one pass over three images a frame.</summary>
public sealed class CityscapesPixelEvaluation
{
    private readonly IReadOnlyList<CityscapesFrame> frames;
    private readonly string[] predictions;

    /// <summary>Pairs the files.</summary>
    /// <param name="truthFolder">gtFine or one of its splits.</param>
    /// <param name="predictionFolder">One PNG of label ids for every frame, at any depth.</param>
    public CityscapesPixelEvaluation(string truthFolder, string predictionFolder)
    {
        frames = CityscapesFiles.Frames(truthFolder);
        if (frames.FirstOrDefault(frame => frame.LabelIds is null) is { } lone)
        {
            throw new InputException(
                lone.InstanceIds, "a frame without label ids", $"a file *{CityscapesFiles.LabelIds}.png beside it",
                "make it (createTrainIdLabelImgs), or take the frame out");
        }

        (predictions, Unused) = CityscapesFiles.Predictions(frames, predictionFolder, ".png", "PNG of label ids");
    }

    /// <summary>The frames, in order.</summary>
    public IReadOnlyList<CityscapesFrame> Frames => frames;

    /// <summary>The prediction of each frame, in the same order.</summary>
    public IReadOnlyList<string> Predictions => predictions;

    /// <summary>Predictions that no frame has, below their folder.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>Evaluates all frames.</summary>
    /// <param name="threads">Worker threads; 0 for all cores.</param>
    /// <param name="progress">Told how many of how many images are done, from any thread; null tells nobody.</param>
    public CityscapesPixelReport Run(int threads = 0, Action<int, int>? progress = null)
    {
        var total = new CityscapesPixelCounts();
        var (scores, kept) = (new CityscapesFrameScores[frames.Count], new SegmentPair[frames.Count][]);
        ParallelItems.Run(
            frames.Count, threads > 0 ? threads : Environment.ProcessorCount,
            () => (Counter: new SegmentPairCounter(), Buffers: new CityscapesBuffers(), Counts: new CityscapesPixelCounts()),
            (worker, i) =>
            {
                var pairs = worker.Buffers.Pairs(worker.Counter, frames[i], predictions[i]);
                worker.Counts.Add(pairs);
                kept[i] = pairs;
                scores[i] = CityscapesFrameScores.Of(predictions[i], pairs);
            }, worker => total.Merge(worker.Counts), progress);
        return new CityscapesPixelReport(CityscapesPixelScores.From(total), total, scores, new CityscapesFrameCounts(kept));
    }
}

/// <summary>The buffers of one worker: three images and a file.</summary>
internal sealed class CityscapesBuffers
{
    private readonly FileBuffer file = new();
    private readonly LabelMapBuffer<byte> labels = new();
    private readonly LabelMapBuffer<byte> predicted = new();
    private readonly LabelMapBuffer<ushort> instances = new();

    public SegmentPair[] Pairs(SegmentPairCounter counter, CityscapesFrame frame, string prediction)
    {
        labels.Read(frame.LabelIds!, file);
        instances.Read(frame.InstanceIds, file);
        predicted.Read(prediction, file);
        GroundTruthSize.Require(frame.InstanceIds, instances.Size, frame.LabelIds!, labels.Size);
        GroundTruthSize.Require(prediction, predicted.Size, frame.LabelIds!, labels.Size);
        var pairs = counter.Count(labels.Pixels, instances.Pixels, predicted.Pixels);
        foreach (var pair in pairs)
        {
            var (label, instance) = (pair.Truth & 0xFF, pair.Truth >> 8);
            _ = CityscapesMaps.Label(frame.LabelIds!, label);
            _ = CityscapesMaps.Label(prediction, pair.Prediction);
            if (!CityscapesMaps.Agree(instance, label))
            {
                CityscapesMaps.RequireAgreement<byte>(frame, instances.Pixels, labels.Pixels, labels.Size.Width);
            }
        }

        return pairs;
    }
}
