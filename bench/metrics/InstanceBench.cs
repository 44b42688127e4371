using Panoptes.Metrics.Instances;

namespace MetricsBench;

/// <summary>COCO instances and results: DATA/inst.</summary>
internal static class InstanceBench
{
    public static Measured MaskAP(Settings settings)
    {
        var start = Measurements.ProcessorSeconds();
        var truth = InstanceFile.ReadTruth(Path.Combine(settings.Folder, "gt.json"));
        var results = InstanceFile.ReadResults(Path.Combine(settings.Folder, "results_segm.json"), truth);
        var read = Measurements.ProcessorSeconds();
        var scores = new InstanceEvaluation(truth, results, new InstanceOptions { Threads = settings.Threads }).Run().Scores;
        Console.Error.WriteLine(
            $"processor seconds: start {start:F3}, reading {read - start:F3}, evaluation {Measurements.ProcessorSeconds() - read:F3}");
        return new Measured(truth.Images.Count, scores.AP);
    }
}
