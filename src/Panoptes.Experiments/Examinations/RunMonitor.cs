using Panoptes.Diagnosis.Monitoring;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Examinations;

/// <summary>Makes the monitor of a run.</summary>
internal static class RunMonitor
{
    /// <summary>The monitor, told what earlier attempts of the run measured; null where the run is not watched.</summary>
    /// <param name="config">The run.</param>
    /// <param name="folder">Its folder, which says what happened so far.</param>
    /// <param name="resumed">The step it goes on from.</param>
    /// <exception cref="Foundation.InputException">The reference is no run.</exception>
    public static TrainingMonitor? Of(RunConfig config, RunFolder folder, long resumed)
    {
        if (!config.Doctor.Monitor || !LabelGate.Examines(config))
        {
            return null;
        }

        var reference = config.Doctor.Reference is { } run
            ? RunHistory.Read(RunFolder.Existing(run).EventLog)
            : null;
        var monitor = new TrainingMonitor(new MonitorOptions
        {
            Steps = config.Train.Steps,
            LabelsPQ = config.Doctor.LabelsPq,
            LabelsPQThings = config.Doctor.LabelsPqThings,
            ReferenceLoss = reference is null ? null : reference.MeanLoss,
            AgainstLabels = config.Data.Truth is null && LabelGate.ArePseudo(config),
        });
        var history = RunHistory.Read(folder.EventLog);
        var before = 0L;
        foreach (var point in history.Evaluations(config.Data.ValSplit).Where(point => point.Step <= resumed))
        {
            // What it says of these was said when they were measured.
            monitor.Add(MonitorPoint.Of(point.Step, point.Value, history.MeanLoss(before, point.Step) ?? double.NaN));
            before = point.Step;
        }

        return monitor;
    }
}
