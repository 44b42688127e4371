using Panoptes.Dashboard.Catalog;
using Panoptes.Experiments.Comparisons;

namespace Panoptes.Dashboard.Comparing;

/// <summary>The comparisons that were asked for last: their intervals take a while, and a page asks for its pictures one by one.</summary>
internal sealed class ComparisonShelf
{
    private const int Most = 4;
    private readonly LinkedList<(string Key, RunComparison Comparison)> shelf = [];
    private readonly Lock gate = new();

    /// <summary>Runs side by side as they are now.</summary>
    /// <param name="runs">The runs; the others are held against the first.</param>
    /// <param name="evaluation">Which evaluation of them.</param>
    /// <exception cref="Foundation.InputException">They cannot be compared; says why.</exception>
    public RunComparison Of(IReadOnlyList<RunEntry> runs, string evaluation)
    {
        var key = string.Join(' ', runs.Select(run => $"{run.Id} {run.Updated.Ticks} {Measured(run)}").Append(evaluation));
        lock (gate)
        {
            if (shelf.FirstOrDefault(entry => entry.Key == key) is { Comparison: { } known })
            {
                return known;
            }

            var comparison = RunComparison.Of([.. runs.Select(run => run.FullPath)], evaluation);
            shelf.AddFirst((key, comparison));
            if (shelf.Count > Most)
            {
                shelf.RemoveLast();
            }

            return comparison;
        }
    }

    private static long Measured(RunEntry run) => Directory.GetLastWriteTimeUtc(Path.Combine(run.FullPath, "evaluation")).Ticks;
}
