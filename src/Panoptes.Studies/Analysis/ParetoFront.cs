namespace Panoptes.Studies.Analysis;

/// <summary>Wall time against the metric, of the recipes of one model and data.</summary>
/// <param name="Subject">The model and data.</param>
/// <param name="Points">The recipes with a known time, fastest first.</param>
/// <param name="Front">Those that no other is both at least as fast and at least as good as, and one of both strictly.</param>
/// <param name="Obstacle">Why there is no front though there are results; empty where there is one.</param>
public sealed record ParetoFront(
    Subject Subject, IReadOnlyList<RecipeResult> Points, IReadOnlyList<RecipeResult> Front, string Obstacle)
{
    /// <summary>The front of one subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="results">Its recipes.</param>
    /// <param name="scale">The number that they are judged by.</param>
    public static ParetoFront Of(Subject subject, IEnumerable<RecipeResult> results, MetricScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        RecipeResult[] points =
        [
            .. results.Where(result => result.WallHours is not null).OrderBy(result => result.WallHours)
                .ThenBy(result => result.Recipe, StringComparer.Ordinal),
        ];
        string[] devices = [.. points.Select(point => point.Hardware).Distinct()];
        if (devices.Length > 1 || devices.Contains(RecipeResult.Mixed))
        {
            return new ParetoFront(subject, points, [], $"times on different devices cannot be compared ({Figures.List(devices)})");
        }

        bool Dominates(RecipeResult one, RecipeResult other)
        {
            var gain = scale.Gain(other.Mean!.Value, one.Mean!.Value);
            return one.WallHours <= other.WallHours && gain >= 0 && (one.WallHours < other.WallHours || gain > 0);
        }

        return new ParetoFront(subject, points, [.. points.Where(point => !points.Any(other => Dominates(other, point)))], "");
    }

    /// <summary>Whether a recipe is on the front.</summary>
    public bool Has(RecipeResult result) => Front.Any(member => ReferenceEquals(member, result));
}
