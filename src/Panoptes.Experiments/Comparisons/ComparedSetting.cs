using Panoptes.Experiments.Recipes;

namespace Panoptes.Experiments.Comparisons;

/// <summary>A setting in which runs differ.</summary>
/// <param name="Path">Its dotted path.</param>
/// <param name="Values">Its value by run, as JSON.</param>
public sealed record ComparedSetting(string Path, IReadOnlyList<string> Values)
{
    /// <summary>The settings that change what is computed and are not the same in all runs (<see cref="ConfigDiff"/>).</summary>
    /// <param name="runs">The runs.</param>
    public static IReadOnlyList<ComparedSetting> Of(IReadOnlyList<ComparedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var rows = new Dictionary<string, string?[]>();
        for (var run = 1; run < runs.Count; run++)
        {
            foreach (var difference in ConfigDiff.Between(runs[0].Config, runs[run].Config, null, []).Differences)
            {
                if (!rows.TryGetValue(difference.Path, out var values))
                {
                    rows[difference.Path] = values = new string?[runs.Count];
                }

                (values[0], values[run]) = (difference.A, difference.B);
            }
        }

        // A run without a difference has the first one's value.
        return [.. rows.Select(row => new ComparedSetting(row.Key, [.. row.Value.Select(value => value ?? row.Value[0]!)]))];
    }
}
