using Panoptes.Training.Evaluation;

namespace Panoptes.Export.Checking;

/// <summary>How a graph compares with the network that it was made of.</summary>
/// <param name="Images">Images that both were given.</param>
/// <param name="LargestError">The largest difference of an output, as a share of that output's largest value in the same image.</param>
/// <param name="Output">The output that it was in.</param>
/// <param name="Agreement">The share of all pixels to which both give the same class; null where classes are not read.</param>
/// <param name="Own">The network's score against the truth; null where there is none.</param>
/// <param name="Graphs">The graph's.</param>
/// <param name="OwnSeconds">Median seconds of the network for an image.</param>
/// <param name="GraphSeconds">Median seconds of OnnxRuntime for an image.</param>
internal sealed record CheckResult(
    int Images, double LargestError, string Output, double? Agreement, Metric? Own, Metric? Graphs, double OwnSeconds,
    double GraphSeconds)
{
    /// <summary>Of detectors: how many objects both found alike, of all that either found.</summary>
    public (long Alike, long All)? Objects { get; init; }
}
