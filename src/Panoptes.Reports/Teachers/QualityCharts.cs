using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.PixelQuality;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Teachers;

/// <summary>Scores of labels against hits, and what other thresholds would keep; nothing where there are no scores.</summary>
internal static class QualityCharts
{
    private const int Percent = 100;

    /// <summary>Of objects.</summary>
    /// <param name="quality">What was found; null where there are none.</param>
    /// <param name="of">What of, such as <c>at step 40</c>.</param>
    public static IEnumerable<Chart> Of(LabelQualityReport? quality, string of) => quality is null ? [] :
    [
        Reliability(
            "reliability", $"Scores against hits {of}",
            [.. quality.Reliability.Where(bin => bin.Count > 0).Select(bin => (bin.Score, bin.HitRate))]),
        GroupChart.Of(
            "thresholds", $"Other thresholds {of}", "threshold", [.. quality.Sweep.Select(point => point.Threshold)],
            [
                new("precision", [[.. quality.Sweep.Select(point => (double?)point.Precision)]]),
                new("recall", [[.. quality.Sweep.Select(point => (double?)point.Recall)]]),
                new("F1", [[.. quality.Sweep.Select(point => (double?)point.F1)]]),
            ]),
    ];

    /// <summary>Of label maps.</summary>
    /// <param name="pixels">What was found; null where there are none.</param>
    /// <param name="of">What of, such as <c>at step 40</c>.</param>
    public static IEnumerable<Chart> Of(PixelQualityReport? pixels, string of) => pixels is not { Sweep.Count: > 0 } ? [] :
    [
        Reliability(
            "pixel_reliability", $"Scores of pixels against hits {of}",
            [.. pixels.Reliability.Where(bin => bin.Count > 0).Select(bin => (bin.Score, bin.HitRate))]),
        GroupChart.Of(
            "pixel_thresholds", $"Other thresholds of pixels {of}", "threshold", [.. pixels.Sweep.Select(point => point.Threshold)],
            [
                new("kept", [[.. pixels.Sweep.Select(point => (double?)point.Kept)]]),
                new("accuracy", [[.. pixels.Sweep.Select(point => (double?)point.Accuracy)]]),
            ]),
    ];

    private static Chart Reliability(string id, string title, IReadOnlyList<(double Score, double HitRate)> bins) =>
        ChartCard.Alone(new Chart(
            id, title, "%",
            [
                new Series(
                    "share of hits", [.. bins.Select(bin => Percent * bin.Score)],
                    [.. bins.Select(bin => (double?)(Percent * bin.HitRate))], Points: true),
                new Series("as the score says", [0, Percent], [0, Percent]),
            ],
            Zero: true)
        {
            Axis = "mean score in %",
        });
}
