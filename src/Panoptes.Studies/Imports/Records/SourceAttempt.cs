namespace Panoptes.Studies.Imports.Records;

/// <summary>What one process of a run logged.</summary>
internal sealed class SourceAttempt
{
    /// <summary>What tells it from the others, such as a time.</summary>
    public string Name { get; init; } = "";

    /// <summary>The step that it went on from where its log says so; null where it does not.</summary>
    public long? ResumedAt { get; set; }

    /// <summary>Lines of training in the order of writing.</summary>
    public List<TrainRecord> Training { get; init; } = [];

    /// <summary>Evaluations in the order of writing.</summary>
    public List<EvaluationRecord> Evaluations { get; init; } = [];

    /// <summary>The step that it began after: as it says, else one interval before its first line of training.</summary>
    public long Begin
    {
        get
        {
            if (ResumedAt is { } said)
            {
                return said;
            }

            if (Training.Count == 0)
            {
                return Evaluations.Count == 0 ? long.MaxValue : Math.Max(0, Evaluations[0].Step - 1);
            }

            var first = Training[0].Step;
            var interval = Training.Count > 1 && Training[1].Step > first ? Training[1].Step - first : first;
            return Math.Max(0, first - interval);
        }
    }
}
