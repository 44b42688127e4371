using Panoptes.Studies.Imports.Sources;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Imports.Records;

/// <summary>Gathers what is known of a run and makes the record of it.</summary>
internal sealed class RunDraft
{
    private readonly List<string> notes = [];
    private readonly List<ImportedFile> files = [];

    /// <summary>Everything but what is worked out of the logs.</summary>
    public ImportedRun Facts { get; set; } = new();

    /// <summary>Its attempts, oldest first.</summary>
    public List<SourceAttempt> Attempts { get; } = [];

    /// <summary>How the tool writes shares.</summary>
    public Func<string, ShareScale> ScaleOf { get; init; } = _ => ShareScale.ByValue;

    /// <summary>Decides the scale together with other runs of the same file; null for this run alone.</summary>
    public MetricSeries? Series { get; init; }

    /// <summary>Whether a result stands for a whole run, as in a table.</summary>
    public bool IsResult { get; init; }

    /// <summary>Why it failed; null where its log does not say.</summary>
    public FailureKind? Failure { get; set; }

    /// <summary>The last step of a checkpoint; 0 where there is none.</summary>
    public long LastCheckpoint { get; set; }

    /// <summary>Adds a sentence that readers should know, once.</summary>
    public void Note(string sentence)
    {
        if (!notes.Contains(sentence))
        {
            notes.Add(sentence);
        }
    }

    /// <summary>Adds a file that was read.</summary>
    public void Read(SourceTree tree, string path, bool holdsResults) => files.Add(SourceFile.Record(tree, path, holdsResults));

    /// <summary>The record.</summary>
    public ImportedRun Build()
    {
        var kept = KeptRecords.Of(Attempts);
        if (kept.Superseded > 0)
        {
            Note($"{Attempts.Count} attempts: {kept.Superseded} records that a later one trained again were left out");
        }

        var series = Series ?? new MetricSeries(kept.Evaluations, ScaleOf, Note);
        var used = kept.Evaluations.Where(series.Has).ToList();
        var curve = used.Select(evaluation => series.Point(evaluation, evaluation.TrainSeconds ?? kept.Seconds(evaluation.Step))).ToList();
        var last = Math.Max(kept.LastStep, LastCheckpoint);
        var classes = used.AsEnumerable().Reverse().Select(series.Classes).FirstOrDefault(rows => rows.Count > 0) ?? [];
        var state = State(kept, curve.Count > 0 ? curve[^1].Step : null, last);
        TellUnknown(curve.Count, kept);
        return Facts with
        {
            Files = [.. files.DistinctBy(file => file.Path)],
            Curve = curve,
            Final = curve.Count > 0 ? curve[^1] : null,
            Classes = classes,
            LastStep = last,
            State = state,
            Failure = state == ImportedState.Failed ? Failure ?? FailureKind.Unknown : null,
            Samples = Facts is { Batch: { } batch, Steps: { } steps, StepUnit: "step" } && steps <= long.MaxValue / batch
                ? batch * steps : null,
            TrainSeconds = Facts.TrainSeconds ?? used.LastOrDefault()?.TrainSeconds ?? kept.Seconds(long.MaxValue),
            EvaluationSeconds = Facts.EvaluationSeconds
                ?? (used.Count > 0 && used.All(entry => entry.Seconds is not null) ? used.Sum(entry => entry.Seconds) : null),
            PeakMemoryMib = Facts.PeakMemoryMib ?? kept.Training.Max(entry => entry.Record.MemoryMib),
            LastLearningRate = Facts.LastLearningRate ?? kept.Training.LastOrDefault(entry => entry.Record?.Rate is not null).Record?.Rate,
            Notes = [.. Facts.Notes, .. notes],
        };
    }

    private ImportedState State(KeptRecords kept, long? evaluated, long last)
    {
        if (IsResult && Failure is null)
        {
            return ImportedState.Completed;
        }

        if (Facts.Steps is { } planned && last >= planned && evaluated >= planned)
        {
            return ImportedState.Completed;
        }

        // Three lines in a row: a single one may be an overflow that loss scaling steps over.
        if (Failure is null && kept.Training.Count >= 3 && kept.Training.TakeLast(3).All(entry => !entry.Record.IsFinite))
        {
            Failure = FailureKind.NotANumber;
        }

        if (Failure is not null)
        {
            return ImportedState.Failed;
        }

        Note(Facts.Steps switch
        {
            null => $"partial: the planned length could not be told; the records end at {Facts.StepUnit} {last}",
            { } steps when last >= steps => $"partial: trained to {Facts.StepUnit} {last} of {steps}, and not evaluated there",
            { } steps => $"partial: the records end at {Facts.StepUnit} {last} of {steps}",
        });
        return ImportedState.Partial;
    }

    private void TellUnknown(int points, KeptRecords kept)
    {
        string[] unknown =
        [
            .. new (bool Is, string What)[]
            {
                (Facts.Model.Length == 0, "model"), (Facts.Data.Length == 0, "data set"), (Facts.Seed is null, "seed"),
                (Facts.Batch is null, "batch"), (Facts.Optimizer.Length == 0, "optimizer"), (Facts.DeviceName.Length == 0, "device"),
                (Facts.TrainSeconds is null && kept.Seconds(long.MaxValue) is null, "training time"),
            }.Where(entry => entry.Is).Select(entry => entry.What),
        ];
        if (unknown.Length > 0)
        {
            Note($"could not be told: {string.Join(", ", unknown)}");
        }

        if (points == 0)
        {
            Note("no evaluation with a number that is known here");
        }
    }
}
