namespace Panoptes.Experiments.Events;

/// <summary>
/// What happened in a run, read from its event log: where an attempt resumed at step k, what earlier attempts measured beyond k is
/// superseded.
/// </summary>
/// <param name="Events">The events that count, in order of writing.</param>
/// <param name="Attempts">Processes that wrote to the log.</param>
/// <param name="Superseded">Events left out because a later attempt resumed before them.</param>
/// <param name="Unreadable">Lines that are not events of a version known here.</param>
public sealed record RunHistory(IReadOnlyList<RunEvent> Events, int Attempts, int Superseded, int Unreadable)
{
    /// <summary>The history of a run that has not begun.</summary>
    public static RunHistory Empty { get; } = new([], 0, 0, 0);

    /// <summary>The training points that count, in order of their steps.</summary>
    public IEnumerable<TrainPoint> Training => Events.OfType<TrainPoint>();

    /// <summary>The mean loss of the training points after one step and up to another; null where there is none.</summary>
    /// <param name="after">Points of this step and before are left out.</param>
    /// <param name="upTo">The last step that counts.</param>
    public double? MeanLoss(long after, long upTo)
    {
        double[] losses =
            [.. Training.Where(point => point.Step > after && point.Step <= upTo).Select(point => point.Loss).OfType<double>()];
        return losses.Length == 0 ? null : losses.Average();
    }

    /// <summary>The measurements of a split, in order of their steps.</summary>
    public IEnumerable<EvaluationPoint> Evaluations(string split) => Events.OfType<EvaluationPoint>().Where(point => point.Split == split);

    /// <summary>The furthest step that counts.</summary>
    public long LastStep => Events.Count == 0 ? 0 : Events.Max(entry => entry.Step);

    /// <summary>Seconds that all attempts spent, counted up to each one's last sign of life.</summary>
    public double Seconds => Events.GroupBy(entry => entry.Attempt).Sum(attempt => attempt.Max(entry => entry.Ms)) / 1000;

    /// <summary>Reads a log; a torn last line is left out silently, as a run may be writing it now.</summary>
    /// <param name="path">The file; a missing one is an empty history.</param>
    public static RunHistory Read(string path) => new RunLogReader(path).Read();
}
