using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;

namespace MetricsBench;

/// <summary>Pairs of panoptic PNGs: DATA/pan.</summary>
internal static class PanopticBench
{
    /// <summary>Both PNGs of every pair, and nothing else: what the evaluation from files is measured against.</summary>
    public static Measured Decode(Settings settings)
    {
        var (truth, prediction) = (settings.Pngs("gt"), settings.Pngs("pred"));
        var pixels = new byte[3 * 1024 * 2048];
        var sum = 0L;
        foreach (var path in truth.Concat(prediction))
        {
            PngFile.ReadRgb(File.ReadAllBytes(path), path, pixels);
            sum += pixels[^1];
        }

        return new Measured(truth.Length, sum);
    }

    public static Measured Files(Settings settings)
    {
        var truth = PanopticFile.ReadTruth(Path.Combine(settings.Folder, "gt.json"));
        var prediction = PanopticFile.ReadPrediction(Path.Combine(settings.Folder, "pred.json"), truth.Categories);
        var evaluation = new PanopticEvaluation(
            truth, Path.Combine(settings.Folder, "gt"), prediction, Path.Combine(settings.Folder, "pred"));
        return new Measured(evaluation.Count, evaluation.Run(new PanopticOptions { Threads = settings.Threads }).Scores.All.PQ);
    }

    /// <summary>Id maps in memory, as a training loop has them; reading them is not measured.</summary>
    public static Measured Memory(Settings settings)
    {
        var (truth, prediction) = (Maps(settings.Pngs("gt")), Maps(settings.Pngs("pred")));
        return Measurements.InMemory(settings, truth.Length, 600, () => new SegmentPairCounter(), (counter, i) => counter.Count(
            truth[i].Pixels, prediction[i].Pixels).Length);

        static Plane<int>[] Maps(string[] paths) => [.. paths.Take(10).Select(path => PngFile.ReadIds24(path))];
    }
}
