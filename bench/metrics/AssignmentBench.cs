using Panoptes.Foundation;
using Panoptes.Metrics.Assignment;

namespace MetricsBench;

/// <summary>Linear assignment, costs uniform in [0, 1).</summary>
internal static class AssignmentBench
{
    public static Measured Square(Settings settings) => Solve(settings, 300, 300);

    public static Measured Wide(Settings settings) => Solve(settings, 100, 150);

    private static Measured Solve(Settings settings, int rows, int columns)
    {
        var problems = Enumerable.Range(0, 10).Select(seed =>
        {
            var random = new SeededRandom(rows, seed);
            return Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble()).ToArray();
        }).ToArray();
        return Measurements.InMemory(settings, problems.Length, 200, () => 0, (_, i) => LinearAssignment.Solve(problems[i], rows, columns)
            .Sum(pair => problems[i][(pair.Row * columns) + pair.Column]));
    }
}
