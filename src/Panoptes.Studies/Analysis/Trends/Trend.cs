using Panoptes.Experiments.Configuration;
using Panoptes.Studies.Results;
using Panoptes.Studies.Settings;

namespace Panoptes.Studies.Analysis.Trends;

/// <summary>What a study says over one of its settings. Completed cells alone are in it; their order does not matter.</summary>
public sealed record Trend
{
    /// <summary>What was asked for.</summary>
    public required TrendConfig Config { get; init; }

    /// <summary>The values that were tried, for each model and data and value of the setting that the best may depend on.</summary>
    public required IReadOnlyList<TrendCurve> Curves { get; init; }

    /// <summary>How the best value goes with that setting; none where none is named.</summary>
    public required IReadOnlyList<TrendSlope> Slopes { get; init; }

    /// <summary>The hand-overs; none where they are not asked for.</summary>
    public required IReadOnlyList<HandOver> HandOvers { get; init; }

    /// <summary>Works it out.</summary>
    /// <param name="config">What is asked for.</param>
    /// <param name="results">All recipes, in the study's order.</param>
    /// <param name="noise">The band of each data set.</param>
    /// <param name="scale">The number that they are judged by.</param>
    public static Trend Of(
        TrendConfig config, IReadOnlyList<RecipeResult> results, IReadOnlyDictionary<string, NoiseBand> noise, MetricScale scale)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(noise);
        TrendCurve[] curves =
        [
            .. results.Where(result => !config.Without.Contains(result.Recipe)).SelectMany(result => Points(result, config, scale))
                .GroupBy(one => (one.Point.Result.Subject, one.By))
                .Select(group => TrendCurve.Of(
                    group.Key.Subject, group.Key.By, group.Select(one => one.Point), noise[group.Key.Subject.Data], scale)),
        ];
        return new Trend
        {
            Config = config,
            Curves = [.. curves.GroupBy(curve => curve.Subject).SelectMany(group => group.OrderBy(curve => curve.By))],
            Slopes = config.By is null ? [] : TrendSlope.All(curves),
            HandOvers = config.HandOver ? HandOver.All(results, scale) : [],
        };
    }

    // The cells of a recipe share a value as a rule, but the setting may be one of the seeds' own.
    private static IEnumerable<(TrendPoint Point, double? By)> Points(RecipeResult result, TrendConfig config, MetricScale scale) =>
        result.Done.Select(cell => (Cell: cell, Over: Value(cell, config.Over), By: Value(cell, config.By)))
            .Where(one => one.Over is not null && (config.By is null || one.By is not null))
            .GroupBy(one => (Over: one.Over!.Value, one.By))
            .Select(group => (
                new TrendPoint(
                    group.Key.Over, new RecipeResult(result.Subject, result.Recipe, [.. group.Select(one => one.Cell)], scale)),
                group.Key.By));

    private static double? Value(ResultCell cell, string? path) =>
        path is not null && cell.Config is { } config && NumberSettings.Of(config, path) is > 0 and var value && double.IsFinite(value)
            ? value : null;
}
