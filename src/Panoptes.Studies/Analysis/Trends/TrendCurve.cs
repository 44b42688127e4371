using Panoptes.Foundation;
using Panoptes.Metrics.Intervals;

namespace Panoptes.Studies.Analysis.Trends;

/// <summary>The values of a setting that were tried on one model and data, and which of them is best.</summary>
public sealed record TrendCurve
{
    private const int Draws = Bootstrap.DefaultDraws;

    /// <summary>The model and data.</summary>
    public required Subject Subject { get; init; }

    /// <summary>The value of the setting that the best one may depend on; null where there is none.</summary>
    public required double? By { get; init; }

    /// <summary>The values that were tried, ascending; at least one.</summary>
    public required IReadOnlyList<TrendPoint> Points { get; init; }

    /// <summary>The one with the best mean; the smallest of equals.</summary>
    public required TrendPoint Best { get; init; }

    /// <summary>Others that are within the noise band of it.</summary>
    public required IReadOnlyList<TrendPoint> Near { get; init; }

    /// <summary>Best values of draws of seeds; none where a value has a single seed.</summary>
    public required IReadOnlyList<double> Drawn { get; init; }

    /// <summary>How the values go with their mean scores.</summary>
    public required RankCorrelation Correlation { get; init; }

    /// <summary>The 95 % interval of the best value, each end one of those tried; null where a value has a single seed.</summary>
    public Interval? Interval
    {
        get
        {
            double[] sorted = [.. Drawn.Order()];
            var tail = (sorted.Length - 1) * (1 - (NoiseBand.Percent / 100)) / 2;
            return sorted.Length == 0
                ? null
                : new Interval(sorted[(int)Math.Floor(tail)], sorted[^(1 + (int)Math.Floor(tail))], NoiseBand.Percent);
        }
    }

    /// <summary>The smallest value that was tried.</summary>
    public double Low => Points[0].Over;

    /// <summary>The largest.</summary>
    public double High => Points[^1].Over;

    /// <summary>Whether the best is the smallest or largest of those tried, so that a better one may lie beyond.</summary>
    public bool IsAtEnd => Best.Over == Low || Best.Over == High;

    /// <summary>Why nothing can be concluded; empty where something can.</summary>
    public string Obstacle =>
        Low == High ? "one value was tried"
        : Interval is not { } interval ? "a value has a single seed"
        : interval.Low == Low && interval.High == High ? "the interval spans all values that were tried"
        : Near.Count == Points.Count - 1 ? "every other value is within the noise band of the best"
        : "";

    /// <summary>Whether the best value is told from others.</summary>
    public bool IsConclusive => Obstacle.Length == 0;

    /// <summary>Seeks the best of some values.</summary>
    /// <param name="subject">The model and data.</param>
    /// <param name="by">The value of the setting that it may depend on.</param>
    /// <param name="points">The values, in any order; at least one.</param>
    /// <param name="noise">The band of the data.</param>
    /// <param name="scale">The number that recipes are judged by.</param>
    public static TrendCurve Of(Subject subject, double? by, IEnumerable<TrendPoint> points, NoiseBand noise, MetricScale scale)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(noise);
        ArgumentNullException.ThrowIfNull(scale);
        TrendPoint[] sorted =
            [.. points.OrderBy(point => point.Over).ThenBy(point => point.Result.Recipe, StringComparer.Ordinal)];
        var best = sorted[BestOf([.. sorted.Select(point => point.Result.Mean!.Value)], scale)];
        return new TrendCurve
        {
            Subject = subject,
            By = by,
            Points = sorted,
            Best = best,
            Near =
            [
                .. sorted.Where(point => point != best && !(scale.Gain(point.Result.Mean!.Value, best.Result.Mean!.Value)
                    > noise.Half(point.Result.N, best.Result.N))),
            ],
            Drawn = Draw(subject, by, sorted, scale),
            Correlation = RankCorrelation.Of(sorted.Select(point => (point.Over, point.Result.Mean!.Value))),
        };
    }

    private static int BestOf(double[] means, MetricScale scale)
    {
        var best = 0;
        for (var place = 1; place < means.Length; place++)
        {
            best = scale.Gain(means[best], means[place]) > 0 ? place : best;
        }

        return best;
    }

    // The seeds of each value are drawn by themselves. Values are known by their place, so that their unit does not matter.
    private static double[] Draw(Subject subject, double? by, TrendPoint[] points, MetricScale scale)
    {
        if (points.Any(point => point.Result.N < 2))
        {
            return [];
        }

        var name = (long)StableHash.Of(FormattableString.Invariant($"{subject.Data}/{subject.Model}/{by:R}").AsSpan());
        return
        [
            .. Enumerable.Range(0, Draws).Select(draw => points[BestOf(
                [.. points.Select((point, place) => Mean(point.Result, new SeededRandom(name, draw, place)))], scale)].Over),
        ];
    }

    // Drawn means of n seeds spread by sqrt((n - 1) / n) too little, which counts where n is small.
    private static double Mean(RecipeResult result, SeededRandom random)
    {
        var drawn = Enumerable.Range(0, result.N).Average(_ => result.Values[random.NextInt(0, result.N)]);
        return result.Mean!.Value + ((drawn - result.Mean.Value) * Math.Sqrt(result.N / (result.N - 1.0)));
    }
}
