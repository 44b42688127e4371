using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis.Trends;

/// <summary>The score of a recipe where its teacher becomes its student, and the dip behind it.</summary>
public sealed record HandOver
{
    /// <summary>The part of all steps, behind the hand-over, in which the dip is sought.</summary>
    public const double Reach = 0.1;

    /// <summary>The recipe on its model and data.</summary>
    public required RecipeResult Result { get; init; }

    /// <summary>The step of the hand-over.</summary>
    public required long Step { get; init; }

    /// <summary>The step of the evaluation that stands for it, the earliest of all seeds; null where none is at or before it.</summary>
    public required long? EvaluatedAt { get; init; }

    /// <summary>The scores at it, a seed each that was evaluated at or before it.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>The score less the worst one of the next tenth of all steps, a seed each that was evaluated there too.</summary>
    public required IReadOnlyList<double> Dips { get; init; }

    /// <summary>The hand-overs of recipes that have one; completed cells alone are looked at.</summary>
    /// <param name="results">The recipes.</param>
    /// <param name="scale">The number that they are judged by.</param>
    public static IReadOnlyList<HandOver> All(IEnumerable<RecipeResult> results, MetricScale scale) =>
    [
        .. results.SelectMany(result => result.Done.Select(cell => (Cell: cell, Step: StepOf(cell))).Where(one => one.Step is not null)
            .GroupBy(one => one.Step!.Value).OrderBy(group => group.Key)
            .Select(group => Of(result, group.Key, [.. group.Select(one => one.Cell)], scale))),
    ];

    /// <summary>Where a cell's configuration has the teacher become the student; null where it never does.</summary>
    internal static long? StepOf(ResultCell cell)
    {
        if (cell.Config is not { Distillation.HandOver: true } config)
        {
            return null;
        }

        try
        {
            return StagePlan.Of(config).FirstOrDefault(stage => stage.Span.Name == DistillationConfig.BurnInStage)?.Span.End;
        }
        catch (InputException)
        {
            // An imported configuration may lack what a training needs.
            return null;
        }
    }

    private static HandOver Of(RecipeResult result, long step, IReadOnlyList<ResultCell> cells, MetricScale scale)
    {
        var seen = cells.Select(cell => (Cell: cell, Points: CurveCheck.Merged(cell, scale)))
            .Select(one => (
                Before: one.Points.Where(point => point.Step <= step).ToArray(),
                After: one.Points.Where(point => point.Step > step && point.Step <= step + (Reach * one.Cell.Steps)).ToArray()))
            .Where(one => one.Before.Length > 0).ToArray();
        return new HandOver
        {
            Result = result,
            Step = step,
            EvaluatedAt = seen.Length == 0 ? null : seen.Min(one => one.Before[^1].Step),
            Scores = [.. seen.Select(one => one.Before[^1].Value)],
            Dips =
            [
                .. seen.Where(one => one.After.Length > 0)
                    .Select(one => one.After.Max(point => scale.Gain(point.Value, one.Before[^1].Value))),
            ],
        };
    }
}
