namespace Panoptes.Metrics.Intervals;

/// <summary>
/// What two ways differ by over the same few repetitions, such as seeds: the mean of B less A, with Student's interval of the mean of
/// the paired differences, which takes them for normal. Three pairs give a wide one (t = 4.30 at 95 %), as they should: a bootstrap over
/// three would be far too sure.
/// </summary>
/// <param name="Mean">Mean of the differences; NaN without any pair.</param>
/// <param name="Interval">Its interval; NaN at both ends where there are less than two pairs.</param>
/// <param name="Pairs">Pairs of which both values are known.</param>
public sealed record PairedDifference(double Mean, Interval Interval, int Pairs)
{
    /// <summary>Whether the interval leaves out 0.</summary>
    public bool IsClear => Interval.Low > 0 || Interval.High < 0;

    /// <summary>Compares.</summary>
    /// <param name="a">A number of the first way, by repetition; pairs with NaN on either side are left out.</param>
    /// <param name="b">The same of the second way, of the same repetitions in the same order.</param>
    /// <param name="percent">How sure, above 0 and below 100.</param>
    /// <exception cref="ArgumentException">The two are not of one length.</exception>
    public static PairedDifference Of(IReadOnlyList<double> a, IReadOnlyList<double> b, double percent = 95)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Count != b.Count)
        {
            throw new ArgumentException($"{b.Count} values to be paired with {a.Count}", nameof(b));
        }

        double[] differences = [.. a.Zip(b, (first, second) => second - first).Where(double.IsFinite)];
        var n = differences.Length;
        var mean = n == 0 ? double.NaN : differences.Average();
        if (n < 2)
        {
            return new PairedDifference(mean, new Interval(double.NaN, double.NaN, percent), n);
        }

        var variance = differences.Sum(d => (d - mean) * (d - mean)) / (n - 1);
        var reach = StudentT.TwoSided(percent, n - 1) * Math.Sqrt(variance / n);
        return new PairedDifference(mean, new Interval(mean - reach, mean + reach, percent), n);
    }
}
