using Panoptes.Metrics.Intervals;

namespace Panoptes.Studies.Analysis.Trends;

/// <summary>How the best value goes with the setting that it may depend on: the slope of log(best) on log(that).</summary>
public sealed record TrendSlope
{
    /// <summary>Values of that setting, each with a best value that is told from others, below which nothing is concluded.</summary>
    public const int Fewest = 3;

    // Logarithms of grids do not come out to the last digit.
    private const double Rounding = 1e-9;

    /// <summary>The curves that it goes through, by the setting's value.</summary>
    public required IReadOnlyList<TrendCurve> Curves { get; init; }

    /// <summary>The least-squares slope; null for fewer than two values of the setting.</summary>
    public required double? Slope { get; init; }

    /// <summary>Its 95 % interval over draws of seeds; null where there is no slope, or a value has a single seed.</summary>
    public required Interval? Interval { get; init; }

    /// <summary>Why nothing can be concluded; empty where something can.</summary>
    public string Obstacle
    {
        get
        {
            var told = Curves.Where(curve => curve.IsConclusive).Select(curve => curve.By).Distinct().Count();
            return Curves.Select(curve => curve.By).Distinct().Count() < Fewest ? $"fewer than {Fewest} values of it have results"
                : told < Fewest ? $"the best value is told from others for {told} of them, and {Fewest} are needed"
                : Interval is null ? "a value has a single seed"
                : Has(0) && Has(1) ? "the interval contains both 0 and 1"
                : "";
        }
    }

    /// <summary>What it says.</summary>
    public TrendReading Reading => Obstacle.Length > 0 ? TrendReading.NoConclusion
        : Has(1) ? TrendReading.Proportional
        : Has(0) ? TrendReading.Constant
        : TrendReading.Neither;

    /// <summary>
    /// The slopes of the curves: one for each model over its data, where these have one value of the setting each, all different, as parts
    /// of one data set have; else one for each model and data.
    /// </summary>
    /// <param name="curves">The curves, each with a value of the setting.</param>
    public static IReadOnlyList<TrendSlope> All(IEnumerable<TrendCurve> curves) =>
    [
        .. curves.GroupBy(curve => curve.Subject.Model).SelectMany(model =>
            model.Select(curve => curve.Subject).Distinct().Count() == model.Count()
                && model.Select(curve => curve.By).Distinct().Count() == model.Count()
                    ? [Of(model)]
                    : model.GroupBy(curve => curve.Subject).Select(Of)),
    ];

    private static TrendSlope Of(IEnumerable<TrendCurve> curves)
    {
        TrendCurve[] sorted = [.. curves.OrderBy(curve => curve.By)];
        var slope = Fit(sorted, curve => curve.Best.Over);
        return new TrendSlope
        {
            Curves = sorted,
            Slope = slope,
            Interval = slope is null || sorted.Any(curve => curve.Drawn.Count == 0)
                ? null
                : Bootstrap.IntervalOf(
                    Enumerable.Range(0, sorted[0].Drawn.Count).Select(draw => Fit(sorted, curve => curve.Drawn[draw])!.Value),
                    NoiseBand.Percent),
        };
    }

    private static double? Fit(TrendCurve[] curves, Func<TrendCurve, double> best)
    {
        double[] x = [.. curves.Select(curve => Math.Log(curve.By!.Value))];
        double[] y = [.. curves.Select(curve => Math.Log(best(curve)))];
        var (meanX, meanY) = (x.Average(), y.Average());
        var spread = x.Sum(value => (value - meanX) * (value - meanX));
        return spread == 0 ? null : x.Zip(y, (one, other) => (one - meanX) * (other - meanY)).Sum() / spread;
    }

    private bool Has(double value) => Interval!.Low <= value + Rounding && Interval.High >= value - Rounding;
}
