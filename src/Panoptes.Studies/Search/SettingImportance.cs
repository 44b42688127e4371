using Panoptes.Foundation;

namespace Panoptes.Studies.Search;

/// <summary>
/// How much a setting alone goes with the result, over all trials of the lowest rung: those of higher ones were chosen by their results,
/// which would hide it. What settings do together it does not show.
/// </summary>
/// <param name="Path">The setting.</param>
/// <param name="Trials">Trials that have the setting and a result.</param>
/// <param name="RankCorrelation">
/// Of a setting that takes numbers: Spearman's correlation with the result, -1 to 1. It does not see an optimum in the middle of a range,
/// which <paramref name="Spread"/> of thirds does.
/// </param>
/// <param name="Spread">
/// The best less the worst mean result of its values, those with at least two trials; of numbers that take many values, of its lower,
/// middle and upper third. In the metric's unit. Null where nothing can be said.
/// </param>
/// <param name="PValue">
/// How often results dealt out at random go with the setting as much: the smaller of those of correlation and spread, doubled where both
/// are looked at, at most 1. It is of one setting alone: of twenty that do nothing, one is expected below 0.05. Null where nothing is
/// shown.
/// </param>
/// <param name="Groups">The mean result and the trials of each value or third, by which the spread is known.</param>
public sealed record SettingImportance(
    string Path, int Trials, double? RankCorrelation, double? Spread, double? PValue, IReadOnlyList<SettingGroup> Groups)
{
    /// <summary>Trials below which nothing is shown.</summary>
    public const int FewestTrials = 10;

    private const int Shuffles = 499;
    private const int Thirds = 3;
    private const int FewestOfGroup = 2;

    /// <summary>Whether there are enough trials to show anything.</summary>
    public bool IsShown => PValue is not null;

    /// <summary>The settings of a search, those first that go with the result most clearly.</summary>
    /// <param name="config">The search's settings.</param>
    /// <param name="search">The search.</param>
    /// <param name="results">All trainings whose cells are there.</param>
    public static IReadOnlyList<SettingImportance> Of(SearchConfig config, ISearch search, IReadOnlyList<RungResult> results)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(search);
        var good = RungResult.Pool(results)
            .Where(result => result.Rung == 0 && result.IsGood && result.Trial < search.Trials.Count)
            .ToList();
        return [.. config.Space
            .Select(setting => Of(setting.Key, setting.Value, config.Seed, [.. good
                .Select(result => (Value: search.Trials[result.Trial].Value(setting.Key), Metric: result.Metric!.Value))
                .Where(pair => pair.Value is not null)
                .Select(pair => (pair.Value!, pair.Metric))]))
            .OrderBy(setting => setting.PValue ?? 2)
            .ThenBy(setting => setting.Path, StringComparer.Ordinal)];
    }

    private static SettingImportance Of(string path, SettingDistribution distribution, long seed, (string Value, double Metric)[] pairs)
    {
        var places = Places(distribution, pairs);
        string[] names = [.. places.Distinct()];
        var indices = places.Select(place => Array.IndexOf(names, place)).ToArray();
        double[] metrics = [.. pairs.Select(pair => pair.Metric)];
        if (pairs.Length < FewestTrials || names.Length < 2)
        {
            return new SettingImportance(path, pairs.Length, null, null, null, []);
        }

        double[]? numbers = distribution.IsNumeric ? [.. pairs.Select(pair => SettingDistribution.NumberOf(pair.Value)!.Value)] : null;
        var rho = numbers is null ? (double?)null : Correlation(numbers, metrics);
        var spread = SpreadOf(indices, names.Length, metrics);
        var random = new SeededRandom(seed, (long)StableHash.Of(path.AsSpan()));
        var shuffled = metrics.ToArray();
        var (stronger, wider) = (1, 1);
        for (var shuffle = 0; shuffle < Shuffles; shuffle++)
        {
            random.Shuffle(shuffled.AsSpan());
            stronger += numbers is not null && Math.Abs(Correlation(numbers, shuffled)) >= Math.Abs(rho!.Value) - 1e-12 ? 1 : 0;
            wider += (SpreadOf(indices, names.Length, shuffled) ?? 0) >= (spread ?? 0) - 1e-12 ? 1 : 0;
        }

        var p = numbers is null ? wider : Math.Min(2 * Math.Min(stronger, wider), Shuffles + 1);
        var groups = names.Select((name, place) => new SettingGroup(
            name, indices.Count(index => index == place), metrics.Where((_, pair) => indices[pair] == place).Average()));
        return new SettingImportance(path, pairs.Length, rho, spread, p / (Shuffles + 1.0), [.. groups]);
    }

    private static double Correlation(double[] numbers, double[] metrics)
    {
        var rho = Metrics.Intervals.RankCorrelation.Of(numbers.Zip(metrics)).Rho;
        return double.IsNaN(rho) ? 0 : rho;
    }

    private static double? SpreadOf(int[] groups, int count, double[] metrics)
    {
        var (sums, sizes) = (new double[count], new int[count]);
        for (var pair = 0; pair < metrics.Length; pair++)
        {
            sums[groups[pair]] += metrics[pair];
            sizes[groups[pair]]++;
        }

        var (least, most) = (double.MaxValue, double.MinValue);
        for (var group = 0; group < count; group++)
        {
            if (sizes[group] >= FewestOfGroup)
            {
                (least, most) = (Math.Min(least, sums[group] / sizes[group]), Math.Max(most, sums[group] / sizes[group]));
            }
        }

        return most > least ? most - least : most == least ? 0 : null;
    }

    // Numbers of many values are cut into thirds of as many trials each.
    private static string[] Places(SettingDistribution distribution, (string Value, double Metric)[] pairs)
    {
        var values = pairs.Select(pair => pair.Value).Distinct().Count();
        if (distribution.IsChoice || values <= Thirds)
        {
            return [.. pairs.Select(pair => pair.Value)];
        }

        double[] numbers = [.. pairs.Select(pair => SettingDistribution.NumberOf(pair.Value)!.Value)];
        double[] sorted = [.. numbers.Order()];
        var (first, second) = (sorted[sorted.Length / Thirds], sorted[2 * sorted.Length / Thirds]);
        return [.. numbers.Select(number => number < first ? "lower third" : number < second ? "middle third" : "upper third")];
    }
}
