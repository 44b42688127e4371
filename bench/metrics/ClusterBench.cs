using Panoptes.Metrics.Unsupervised;

namespace MetricsBench;

/// <summary>The unsupervised protocol on folders gt and pred of *_semantic.png and *_instance.png.</summary>
internal static class ClusterBench
{
    public static Measured Files(Settings settings)
    {
        var evaluation = new UnsupervisedEvaluation(Path.Combine(settings.Folder, "gt"), Path.Combine(settings.Folder, "pred"));
        var options =
            new UnsupervisedOptions { Things = [.. Enumerable.Range(24, 10)], StuffClasses = [.. Enumerable.Range(0, 24)], Clusters = 34 };
        return new Measured(evaluation.Count, evaluation.Run(options, settings.Threads).All.PQ);
    }
}
