using Panoptes.Metrics.Intervals;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis.Trends;

/// <summary>What a trend says, as sentences with their evidence.</summary>
/// <param name="trend">The trend.</param>
/// <param name="names">What readers are shown.</param>
/// <param name="scale">The number that recipes are judged by.</param>
/// <param name="caveats">What must be known with some recipes of one subject.</param>
internal sealed class TrendSentences(
    Trend trend, StudyNames names, MetricScale scale, Func<IReadOnlyList<RecipeResult>, IEnumerable<string>> caveats)
{
    private string Over => trend.Config.Over;

    /// <summary>A sentence for each best value, each slope or, where nothing is asked of the best, each correlation.</summary>
    public IEnumerable<Recommendation> All() =>
    [
        .. trend.Curves.Select(Best),
        .. trend.Slopes.Select(Slope),
        .. trend.Config.By is null ? trend.Curves.Where(curve => !double.IsNaN(curve.Correlation.Rho)).Select(Correlation) : [],
    ];

    /// <summary>An interval in words.</summary>
    internal static string Between(Interval interval, Func<double, string> number) =>
        $"{Figures.Fixed(interval.Percent, 0)} % interval {number(interval.Low)} to {number(interval.High)}";

    private Recommendation Best(TrendCurve curve)
    {
        var best = $"{Figures.Value(curve.Best.Over)}{(curve.Interval is { } interval ? $" ({Between(interval, Figures.Value)})" : "")}, "
            + $"{scale.Text(curve.Best.Result.Mean!.Value)} (n = {curve.Best.Result.N})";
        var tried = $"of {Figures.Number(curve.Points.Count, "value", "values")} from {Figures.Value(curve.Low)} to "
            + Figures.Value(curve.High);
        var near = curve.Near.Count == 0
            ? "every other value is outside the noise band of it"
            : $"within the noise band of it: {Figures.List(curve.Near.Select(point => Figures.Value(point.Over)))}";
        var end = !curve.IsAtEnd ? ""
            : $"; it is the {(curve.Best.Over == curve.Low ? "smallest" : "largest")} of them, and what lies beyond was not tried";
        var text = curve.IsConclusive
            ? $"{Title(curve)}: the best {Over} {tried} is {best}; {near}{end}"
            : $"{Title(curve)}: no conclusion on the best {Over} {tried}: {curve.Obstacle}; the best mean is at {best}";
        RecipeResult[] sides = [curve.Best.Result, .. curve.Near.Select(point => point.Result)];
        return new Recommendation(
            "trend-best", curve.Subject, text, [.. sides.SelectMany(side => side.Done)], [.. caveats(sides)]);
    }

    private Recommendation Slope(TrendSlope slope)
    {
        var by = trend.Config.By!;
        var number = slope.Slope is not { } known ? ""
            : $"the slope of its logarithm on that of {by} is {Figures.Fixed(known)}"
                + (slope.Interval is { } interval ? $" ({Between(interval, value => Figures.Fixed(value))})" : "");
        var text = slope.Reading switch
        {
            TrendReading.Proportional => $"the best {Over} is proportional to {by}: {number}, with 1 inside and 0 outside",
            TrendReading.Constant => $"the best {Over} is the same whatever {by}, as far as can be told: {number}, with 0 inside and 1 "
                + "outside",
            TrendReading.Neither => $"the best {Over} {(slope.Slope > 0 ? "rises" : "falls")} with {by}, not in proportion: {number}, with "
                + "neither 0 nor 1 inside",
            _ => $"no conclusion on how the best {Over} goes with {by}: {slope.Obstacle}{(number.Length > 0 ? $"; {number}" : "")}",
        };
        var subject = slope.Curves[0].Subject;
        var title = slope.Curves.All(curve => curve.Subject == subject) ? names.Title(subject) : names.Title(subject.Model);
        ResultCell[] cells = [.. slope.Curves.SelectMany(curve => curve.Best.Result.Done)];
        return new Recommendation("trend-slope", subject, $"{title}: {text}", cells, [.. Caveats(slope)]);
    }

    private static IEnumerable<string> Caveats(TrendSlope slope)
    {
        if (slope.Curves.Any(curve => curve.IsAtEnd))
        {
            yield return "the best value is the smallest or largest of those tried at "
                + Figures.List(slope.Curves.Where(curve => curve.IsAtEnd).Select(curve => Figures.Value(curve.By!.Value)));
        }

        if (slope.Curves.Any(curve => curve.Best.Result.IsImported))
        {
            yield return "some of its numbers were not measured here";
        }
    }

    private Recommendation Correlation(TrendCurve curve)
    {
        var rank = curve.Correlation;
        var interval = rank.Interval is { } known ? Between(known, value => Figures.Fixed(value)) : "no interval of so few";
        return new Recommendation(
            "trend-correlation", curve.Subject,
            $"{Title(curve)}: the rank correlation (Spearman) of {Over} with {scale.Title} over the means of {rank.Pairs} values is "
                + $"{Figures.Fixed(rank.Rho)} ({interval}); few points prove little",
            [.. curve.Points.SelectMany(point => point.Result.Done)], []);
    }

    private string Title(TrendCurve curve) =>
        $"{names.Title(curve.Subject)}{(curve.By is { } by ? $", {trend.Config.By} {Figures.Value(by)}" : "")}";
}
