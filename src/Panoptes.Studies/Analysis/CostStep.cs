namespace Panoptes.Studies.Analysis;

/// <summary>From one recipe to the next more expensive one on the same model and data.</summary>
/// <param name="From">The cheaper one.</param>
/// <param name="To">The next.</param>
/// <param name="Comparison">The next against the cheaper one.</param>
public sealed record CostStep(RecipeResult From, RecipeResult To, Comparison Comparison)
{
    /// <summary>Device-hours more.</summary>
    public double ExtraDeviceHours => To.DeviceHours!.Value - From.DeviceHours!.Value;

    /// <summary>Points, in the better direction, for each further device-hour; null where both cost the same.</summary>
    public double? PointsPerDeviceHour { get; private init; }

    /// <summary>
    /// The steps between recipes of one subject in the order of cost. Recipes on other devices than the rest cannot be put in that order:
    /// then there are none.
    /// </summary>
    /// <param name="results">The recipes of one subject.</param>
    /// <param name="noise">The band of their data.</param>
    /// <param name="scale">The number that they are judged by.</param>
    public static IReadOnlyList<CostStep> Of(IEnumerable<RecipeResult> results, NoiseBand noise, MetricScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        var timed = results.Where(result => result.DeviceHours is not null)
            .OrderBy(result => result.DeviceHours).ThenBy(result => result.Recipe, StringComparer.Ordinal).ToArray();
        if (timed.Select(result => result.Hardware).Distinct().Count() > 1 || timed.Any(result => result.Hardware == RecipeResult.Mixed))
        {
            return [];
        }

        return
        [
            .. timed.Zip(timed.Skip(1), (from, to) => new CostStep(from, to, new Comparison(from, to, noise, scale))
            {
                PointsPerDeviceHour = to.DeviceHours > from.DeviceHours
                    ? scale.Gain(from.Mean!.Value, to.Mean!.Value) / (to.DeviceHours - from.DeviceHours)
                    : null,
            }),
        ];
    }
}
