using Panoptes.Foundation;
using Panoptes.Studies.Analysis.Trends;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Analysis;

/// <summary>
/// Everything that the cells of a study say, ready to be written. Numbers rest on completed cells only; the order in which cells are given
/// does not matter.
/// </summary>
public sealed record StudyReport
{
    /// <summary>What it was made from.</summary>
    public required StudyResults Source { get; init; }

    /// <summary>What readers are shown for names and cells.</summary>
    public required StudyNames Names { get; init; }

    /// <summary>The number that cells are judged by.</summary>
    public required MetricScale Scale { get; init; }

    /// <summary>How the numbers were obtained, a line each: metric, split, seeds, when they were read, noise band.</summary>
    public required IReadOnlyList<string> Protocol { get; init; }

    /// <summary>The noise band of each data set.</summary>
    public required IReadOnlyList<NoiseBand> Noise { get; init; }

    /// <summary>How many cells are in which state.</summary>
    public required IReadOnlyList<(CellState State, int Cells)> Totals { get; init; }

    /// <summary>The states of every model with every recipe, by data and model.</summary>
    public required IReadOnlyList<Coverage> Coverage { get; init; }

    /// <summary>How far each cell is, in the study's order.</summary>
    public required IReadOnlyList<ProgressRow> Progress { get; init; }

    /// <summary>What each recipe gave on each model and data that it has cells for.</summary>
    public required IReadOnlyList<RecipeResult> Results { get; init; }

    /// <summary>Variants against the reference, also those that are not measured yet.</summary>
    public required IReadOnlyList<Comparison> AgainstReference { get; init; }

    /// <summary>Variants against each other, each pair once; measured ones only.</summary>
    public required IReadOnlyList<Comparison> BetweenVariants { get; init; }

    /// <summary>Mean differences from the reference over models.</summary>
    public required IReadOnlyList<MeanDifference> Means { get; init; }

    /// <summary>When recipes reached the target.</summary>
    public required IReadOnlyList<TargetTime> Targets { get; init; }

    /// <summary>From each recipe to the next more expensive one.</summary>
    public required IReadOnlyList<CostStep> Costs { get; init; }

    /// <summary>Time against the metric, by subject.</summary>
    public required IReadOnlyList<ParetoFront> Fronts { get; init; }

    /// <summary>The best value of a setting and what it goes with; null where the study asks for none.</summary>
    public Trend? Trend { get; init; }

    /// <summary>How far students agree with their teachers' labels; none where there is no teacher.</summary>
    public required IReadOnlyList<StudentAgreement> Agreements { get; init; }

    /// <summary>Settings in which measured recipes differ.</summary>
    public required IReadOnlyList<ConfigComparison> Configs { get; init; }

    /// <summary>Numbers that should be looked into.</summary>
    public required IReadOnlyList<Suspect> Suspects { get; init; }

    /// <summary>What rules make of all this.</summary>
    public required IReadOnlyList<Recommendation> Recommendations { get; init; }

    /// <summary>Whether the times of recipes were recorded at all.</summary>
    public bool HasTimes => Results.Any(result => result.WallHours is not null);

    /// <summary>Analyzes the results of a study.</summary>
    /// <param name="results">The results.</param>
    /// <exception cref="InputException">
    /// No metric is named, two cells have the same id or the same place, the reference is no recipe of the study, or a text holds a
    /// placeholder that was never filled in.
    /// </exception>
    public static StudyReport Build(StudyResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        Check(results);
        return new StudyAnalysis(results).Report();
    }

    /// <summary>The noise band of a data set.</summary>
    /// <param name="data">Its name.</param>
    public NoiseBand NoiseOf(string data) => Noise.First(band => band.Data == data);

    private static void Check(StudyResults results)
    {
        Placeholders.Refuse(results);
        var name = results.Name.Length > 0 ? results.Name : "study";
        Require.That(results.Metric.Length > 0, name, "no metric", "the name of a number such as mean_iou", "name it");
        Require.That(
            results.AssumedNoise > 0 && double.IsFinite(results.AssumedNoise), name, $"an assumed noise of {results.AssumedNoise}",
            "a finite number above 0", "correct it");
        if (results.Cells.GroupBy(cell => cell.Id).FirstOrDefault(group => group.Key.Length == 0 || group.Count() > 1) is { } sameId)
        {
            throw new InputException(
                name, sameId.Key.Length == 0 ? $"cell {sameId.First().Key} without an id" : $"two cells with the id {sameId.Key}",
                "an id of its own for each cell", "give each one an id");
        }

        if (results.Cells.GroupBy(cell => cell.Key).FirstOrDefault(group => group.Count() > 1) is { } samePlace)
        {
            throw new InputException(
                name, $"two cells for {samePlace.Key}: {string.Join(" and ", samePlace.Select(cell => cell.Id).Order())}",
                "one cell for each data, model, recipe and seed", "leave one out, or give it a recipe or a seed of its own");
        }

        if (results.Reference is { } reference && !results.Recipes.Contains(reference)
            && results.Cells.All(cell => cell.Key.Recipe != reference))
        {
            throw new InputException(
                name, $"the reference '{reference}'", $"one of its recipes: {string.Join(", ", results.Recipes)}", "name one of them");
        }
    }
}
