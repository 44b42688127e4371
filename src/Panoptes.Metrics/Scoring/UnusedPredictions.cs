namespace Panoptes.Metrics.Scoring;

/// <summary>Says which predictions no ground truth has: they are not scored, as in the originals, but not in silence.</summary>
internal static class UnusedPredictions
{
    /// <summary>A remark, or none where every prediction is scored.</summary>
    public static IReadOnlyList<string> Warning(IReadOnlyList<string> unused) => unused.Count == 0
        ? []
        : [$"{unused.Count} predictions have no ground truth and are not scored: "
            + $"{string.Join(", ", unused.Take(3))}{(unused.Count > 3 ? ", ..." : "")}"];
}
