namespace Panoptes.Metrics.Intervals;

/// <summary>Spearman's rank correlation of pairs of numbers.</summary>
/// <param name="Pairs">How many pairs.</param>
/// <param name="Rho">-1 to 1; NaN below two pairs, or where one side is the same throughout.</param>
/// <param name="Interval">
/// Its 95 % interval by Fisher's z with the standard error of Fieller et al. (1957), sqrt(1.06 / (n - 3)); null below five pairs, of which
/// nothing can be said.
/// </param>
public sealed record RankCorrelation(int Pairs, double Rho, Interval? Interval)
{
    private const int FewestPairs = 5;
    private const double Percent = 95;
    private const double Quantile = 1.959964;
    private const double Fieller = 1.06;

    // Fisher's z of 1 is infinite.
    private const double Largest = 1 - 1e-9;

    /// <summary>Ranks both sides, equal numbers by their mean rank, and correlates the ranks.</summary>
    /// <param name="pairs">The pairs; those with a number that is not finite are left out.</param>
    public static RankCorrelation Of(IEnumerable<(double First, double Second)> pairs)
    {
        var known = pairs.Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second)).ToArray();
        var rho = Pearson(Ranks([.. known.Select(pair => pair.First)]), Ranks([.. known.Select(pair => pair.Second)]));
        return new RankCorrelation(known.Length, rho, known.Length < FewestPairs || double.IsNaN(rho) ? null : Between(rho, known.Length));
    }

    private static Interval Between(double rho, int pairs)
    {
        var (z, reach) = (Math.Atanh(Math.Clamp(rho, -Largest, Largest)), Quantile * Math.Sqrt(Fieller / (pairs - 3)));
        return new Interval(Math.Tanh(z - reach), Math.Tanh(z + reach), Percent);
    }

    private static double[] Ranks(double[] values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) + 1) / 2.0))];

    private static double Pearson(double[] first, double[] second)
    {
        if (first.Length < 2)
        {
            return double.NaN;
        }

        var (meanFirst, meanSecond) = (first.Average(), second.Average());
        var together = first.Zip(second, (a, b) => (a - meanFirst) * (b - meanSecond)).Sum();
        var (spreadFirst, spreadSecond) = (Spread(first, meanFirst), Spread(second, meanSecond));
        return spreadFirst == 0 || spreadSecond == 0 ? double.NaN : together / Math.Sqrt(spreadFirst * spreadSecond);

        static double Spread(double[] values, double mean) => values.Sum(value => (value - mean) * (value - mean));
    }
}
