using Panoptes.Experiments.Recipes;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>A number that should be looked into before it is believed.</summary>
/// <param name="Subject">The model and data.</param>
/// <param name="Text">What is odd about it, a sentence without its evidence.</param>
/// <param name="Cells">The cells that it is about.</param>
public sealed record Suspect(Subject Subject, string Text, IReadOnlyList<ResultCell> Cells)
{
    /// <summary>How far below a published number a result is suspect: points of a share, percent of any other number.</summary>
    public const double FarBelow = 5;

    // Twice as many images in an update and less than a quarter fewer updates a second: either the images do not take the time, or a
    // count is wrong.
    private const double BatchRatio = 2;
    private const double SpeedRatio = 1.25;

    /// <summary>What is odd about the recipes of a study.</summary>
    /// <param name="results">All of them.</param>
    /// <param name="scale">The number that they are judged by.</param>
    /// <param name="names">What readers are shown.</param>
    public static IReadOnlyList<Suspect> All(IReadOnlyList<RecipeResult> results, MetricScale scale, StudyNames names)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(names);
        return
        [
            .. results.SelectMany(result => BelowPublished(result, scale, names)),
            .. results.GroupBy(result => result.Subject).SelectMany(group => EqualSpeeds([.. group], names)),
            .. results.SelectMany(result => Unfinished(result, scale, names)),
            .. results.SelectMany(result => OtherLength(result, names)),
        ];
    }

    /// <summary>Students that no longer agree with their teachers.</summary>
    /// <param name="agreements">All of them.</param>
    /// <param name="names">What readers are shown.</param>
    public static IReadOnlyList<Suspect> All(IReadOnlyList<StudentAgreement> agreements, StudyNames names)
    {
        ArgumentNullException.ThrowIfNull(agreements);
        ArgumentNullException.ThrowIfNull(names);
        return
        [
            .. agreements.Where(one => one.HasFallen || one.IsBelowReference).Select(one => new Suspect(
                one.Result.Subject,
                $"suspect: {names.Title(one.Result.Subject)}, {names.Title(one.Result.Recipe)}: the student agrees with "
                    + $"{Figures.Fixed(100 * one.Agreement)} % of its teacher's labels, less than half of the "
                    + $"{Figures.Fixed(100 * (one.HasFallen ? one.Highest : one.Reference!.Value))} % "
                    + (one.HasFallen ? "that it once reached" : "of the reference"),
                one.Cells)),
        ];
    }

    private static IEnumerable<Suspect> BelowPublished(RecipeResult result, MetricScale scale, StudyNames names)
    {
        foreach (var cell in result.Done.Where(cell => cell.Published is { } number && double.IsFinite(number)))
        {
            var (published, value) = (cell.Published!.Value * scale.Factor, scale.Of(cell.Final)!.Value);
            var gap = scale.Gain(value, published);
            if (gap > (scale.IsShare ? FarBelow : FarBelow / 100 * Math.Abs(published)))
            {
                var side = scale.HigherIsBetter ? "below" : "above";
                yield return new Suspect(
                    result.Subject,
                    $"suspect: check weights, BN, LR, crop: {names.Title(result.Subject)}, {names.Title(result.Recipe)}, seed "
                        + $"{cell.Key.Seed}: {scale.Text(value)} is {Figures.Fixed(gap)} {scale.Points} {side} the published "
                        + $"{scale.Text(published)} ({cell.PublishedSource ?? "source not recorded"})",
                    [cell]);
            }
        }
    }

    private static IEnumerable<Suspect> EqualSpeeds(RecipeResult[] results, StudyNames names)
    {
        var timed = results.Where(result => result is { StepsPerSecond: not null, Batch: not null })
            .OrderBy(result => result.Batch).ThenBy(result => result.Recipe, StringComparer.Ordinal).ToArray();
        if (timed.Length < 2)
        {
            yield break;
        }

        // The widest pair says it; the ones between would only repeat it.
        var (small, large) = (timed[0], timed[^1]);
        if (small.Hardware == large.Hardware && large.Batch >= BatchRatio * small.Batch
            && small.StepsPerSecond < SpeedRatio * large.StepsPerSecond)
        {
            yield return new Suspect(
                small.Subject,
                $"suspect: check iteration counts and data loading: {names.Title(small.Subject)} is recorded at "
                    + $"{Figures.Fixed(small.StepsPerSecond!.Value)} it/s with batch {small.Batch} ({names.Title(small.Recipe)}) and at "
                    + $"{Figures.Fixed(large.StepsPerSecond!.Value)} it/s with batch {large.Batch} ({names.Title(large.Recipe)}), nearly "
                    + "the same for very different work",
                [.. small.Done, .. large.Done]);
        }
    }

    private static IEnumerable<Suspect> OtherLength(RecipeResult result, StudyNames names)
    {
        foreach (var cell in result.Done.Where(cell => cell.Config is not null))
        {
            var (batch, steps) = (TrainingFigures.BatchOf(cell.Config!), cell.Config!.Train.Steps);
            if (batch != cell.Batch || steps != cell.Steps)
            {
                yield return new Suspect(
                    result.Subject,
                    $"suspect: {names.Title(result.Subject)}, {names.Title(result.Recipe)}, seed {cell.Key.Seed} is recorded with "
                        + $"{Figures.Count(cell.Steps)} iterations of batch {cell.Batch}, but its configuration says "
                        + $"{Figures.Count(steps)} of batch {batch}",
                    [cell]);
            }
        }
    }

    private static IEnumerable<Suspect> Unfinished(RecipeResult result, MetricScale scale, StudyNames names)
    {
        var what = $"{names.Title(result.Subject)}, {names.Title(result.Recipe)}";
        foreach (var cell in result.Cells.Where(cell => cell.IsDone))
        {
            if (scale.Of(cell.Final) is null)
            {
                yield return new Suspect(
                    result.Subject, $"suspect: {what}, seed {cell.Key.Seed} is completed but has no {scale.Title}; it is left out", [cell]);
            }
            else if (cell.Steps > 0 && cell.Final!.Step > cell.Steps)
            {
                yield return new Suspect(
                    result.Subject,
                    $"suspect: {what}, seed {cell.Key.Seed} was evaluated at step {Figures.Count(cell.Final.Step)} of a training of "
                        + $"{Figures.Count(cell.Steps)}",
                    [cell]);
            }
        }
    }
}
