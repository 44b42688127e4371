using Panoptes.Metrics.Cityscapes;

namespace MetricsBench;

/// <summary>Cityscapes frames: DATA/cs.</summary>
internal static class CityscapesBench
{
    public static Measured Pixels(Settings settings)
    {
        var report = new CityscapesPixelEvaluation(
            Path.Combine(settings.Folder, "gtFine"), Path.Combine(settings.Folder, "results", "pixel")).Run(settings.Threads);
        return new Measured(report.Frames.Count, report.Scores.MeanClassIoU);
    }

    public static Measured Instances(Settings settings)
    {
        var report = new CityscapesInstanceEvaluation(
            Path.Combine(settings.Folder, "gtFine"), Path.Combine(settings.Folder, "results", "instance")).Run(settings.Threads);
        return new Measured(report.Frames.Count, report.AP);
    }
}
