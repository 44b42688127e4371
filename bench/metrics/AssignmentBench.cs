using Panoptes.Foundation;
using Panoptes.Metrics.Assignment;

namespace MetricsBench;

/// <summary>Linear assignment at 300 x 300, costs uniform in [0, 1).</summary>
internal static class AssignmentBench
{
    private const int Size = 300;

    public static Measured Solve(Settings settings)
    {
        var problems = Enumerable.Range(0, 10).Select(seed =>
        {
            var random = new SeededRandom(300, seed);
            return Enumerable.Range(0, Size * Size).Select(_ => random.NextDouble()).ToArray();
        }).ToArray();
        return Measurements.InMemory(settings, problems.Length, 200, () => 0, (_, i) => LinearAssignment.Solve(problems[i], Size, Size)
            .Sum(pair => problems[i][(pair.Row * Size) + pair.Column]));
    }
}
