using Panoptes.Experiments.Events;

namespace Panoptes.Experiments.Reproductions;

/// <summary>What an evaluation while training found.</summary>
/// <param name="Step">Steps that were done.</param>
/// <param name="Values">Numbers by name; null where one is undefined.</param>
public sealed record CoursePoint(long Step, IReadOnlyDictionary<string, double?> Values)
{
    /// <summary>The name of the mean training loss since the evaluation before.</summary>
    public const string Loss = "loss";

    /// <summary>A number; NaN where there is none.</summary>
    public double Of(string name) => Values.GetValueOrDefault(name) ?? double.NaN;

    /// <summary>The course of a run.</summary>
    /// <param name="history">What happened in it.</param>
    /// <param name="names">The numbers to keep.</param>
    internal static IReadOnlyList<CoursePoint> Read(RunHistory history, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var (before, points) = (0L, new List<CoursePoint>());
        foreach (var evaluation in history.Events.OfType<EvaluationPoint>().OrderBy(point => point.Step))
        {
            points.Add(new CoursePoint(evaluation.Step, names.ToDictionary(
                name => name, name => name != Loss ? evaluation.Value(name) : history.MeanLoss(before, evaluation.Step))));
            before = evaluation.Step;
        }

        return points;
    }
}

/// <summary>Something that a run said of itself.</summary>
/// <param name="Step">Steps that were done.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Text">What it said.</param>
public sealed record CellIncident(long Step, string Kind, string Text);
