using Panoptes.Foundation;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Imports;

/// <summary>A cell of a study made of an imported run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Names">Where it stands.</param>
public sealed record ImportedCell(ImportedRun Run, ImportedNames Names)
{
    /// <summary>
    /// The cell as reports see it, marked as not measured here unless the run is this program's own. A run that is partial only because it
    /// does not say how long it was to be is completed where <see cref="ImportedNames.Steps"/> says so.
    /// </summary>
    /// <exception cref="InputException">Batch or length cannot be told, which comparisons need.</exception>
    public ResultCell ToResult()
    {
        var batch = Names.Batch ?? throw Missing("batch");
        var steps = Names.Steps ?? throw Missing("steps");
        var isDone = Run.State == ImportedState.Completed
            || (Run is { State: ImportedState.Partial, StepUnit: "step", Steps: null, Final: { } last } && last.Step >= steps);
        return new ResultCell
        {
            Id = $"imported-{Run.Identity[..12]}",
            Key = Names.Key,
            Status = new CellStatus
            {
                State = isDone ? CellState.Completed : Run.State == ImportedState.Failed ? CellState.Failed : CellState.Interrupted,
                Failure = isDone ? null : Run.Failure,
                Reason = Run.IsMeasuredHere ? "" : $"imported from {Run.Source} ({Run.Tool})",
                Step = Run.StepUnit == "step" ? Run.LastStep : 0,
                Steps = steps,
            },
            ImportedFrom = Run.IsMeasuredHere ? null : $"{Run.Source} ({Run.Tool})",
            Batch = batch,
            Steps = steps,
            Curve = Run.Curve,
            Final = isDone ? Run.Final : null,
            TrainSeconds = Run.TrainSeconds,
            EvaluationSeconds = Run.EvaluationSeconds,
            Devices = Run.Devices ?? 1,
            DeviceName = Run.DeviceName,
            PeakMemoryMib = Run.PeakMemoryMib,
            LearningRate = Run.LastLearningRate,
        };
    }

    private InputException Missing(string what) =>
        new(Run.Source, $"nothing about its {what}", $"the {what}, which comparisons need", $"say it with an override of {what}");
}
