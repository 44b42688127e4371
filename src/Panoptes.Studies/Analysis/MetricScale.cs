using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>
/// The number that cells are judged by, as readers are shown it. All values of an analysis are on this scale: shares in percent, their
/// differences in points; others as they are.
/// </summary>
/// <param name="Name">Its name, such as <c>mean_iou</c>.</param>
/// <param name="Title">What readers are shown for it, such as <c>mIoU</c>.</param>
/// <param name="IsShare">Whether it is a share, shown in percent.</param>
/// <param name="HigherIsBetter">Whether higher is better.</param>
public sealed record MetricScale(string Name, string Title, bool IsShare, bool HigherIsBetter)
{
    /// <summary>The scale of a study.</summary>
    public static MetricScale Of(StudyResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new MetricScale(
            results.Metric, results.MetricTitle.Length > 0 ? results.MetricTitle : results.Metric, results.IsShare, results.HigherIsBetter);
    }

    /// <summary>By what a value of the metric is multiplied to be shown: 100 for shares.</summary>
    public double Factor => IsShare ? 100 : 1;

    /// <summary>The word for a difference of one, in the plural.</summary>
    public string Points => IsShare ? "points" : "units";

    /// <summary>The title with its unit, such as <c>mIoU (%)</c>.</summary>
    public string Head => IsShare ? $"{Title} (%)" : Title;

    /// <summary>An evaluation's value; null where it has none that is finite.</summary>
    public double? Of(ResultPoint? point) => point?.Value(Name) is { } value && double.IsFinite(value) ? value * Factor : null;

    /// <summary>By how much <paramref name="to"/> is better than <paramref name="from"/>; negative where it is worse.</summary>
    public double Gain(double from, double to) => HigherIsBetter ? to - from : from - to;

    /// <summary>A value with its unit, such as <c>79.98 %</c>.</summary>
    public string Text(double value) => IsShare ? $"{Figures.Fixed(value)} %" : Figures.Fixed(value);
}
