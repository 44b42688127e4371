using Panoptes.Experiments.Runs;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;

namespace Panoptes.Experiments.Hooks;

/// <summary>Renews the run's page after every evaluation, so that a training can be watched in a browser.</summary>
/// <param name="folder">The run.</param>
/// <param name="writeReport">Writes the page of a run.</param>
public sealed class ReportHook(RunFolder folder, Action<RunFolder> writeReport) : IHook
{
    /// <inheritdoc/>
    public void OnEvaluation(Trainer trainer, EvaluationRecord record) => writeReport(folder);
}
