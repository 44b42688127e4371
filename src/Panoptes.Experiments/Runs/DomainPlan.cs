using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Configuration;
using Panoptes.Training.Streams;

namespace Panoptes.Experiments.Runs;

/// <summary>Running statistics that the streams of a run have of their own (<c>train.domain_statistics</c>).</summary>
internal static class DomainPlan
{
    /// <summary>Makes them, to be disposed; null where the streams share the model's.</summary>
    /// <param name="config">The run.</param>
    /// <param name="plan">Its stages.</param>
    /// <param name="model">Its model, on its device.</param>
    /// <exception cref="InputException">The run reads one stream only, or the model keeps no running statistics or activations.</exception>
    public static DomainStatistics? Statistics(RunConfig config, IReadOnlyList<PlannedStage> plan, Module model)
    {
        if (!config.Train.DomainStatistics)
        {
            return null;
        }

        // Where running statistics stay as they are, a stream would only have a copy of the labeled one's.
        var streams = plan.Where(stage => !stage.Config.Train.FrozenStatistics).SelectMany(stage => Read(stage.Config.Train)).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        var found = streams.Count == 0 ? "no stream is" : $"only {string.Join(", ", streams)} {(streams.Count == 1 ? "is" : "are")}";
        Require.That(
            streams.Count > 1 && streams.Contains(SampleStream.Labeled), "train.domain_statistics",
            $"true, but {found} read while running statistics move", $"two streams or more, {SampleStream.Labeled} among them",
            "set it to false, or let a supervisor read another stream, such as a teacher");
        Require.That(
            config.Train.Evaluation.Domain is null || streams.Contains(config.Train.Evaluation.Domain), "train.evaluation.domain",
            config.Train.Evaluation.Domain, $"one of {string.Join(", ", streams)}", "name a stream that the training reads");
        DomainStatistics.RequireInPlace(plan.Any(stage => stage.Config.Train.FrozenStatistics), config.Model.ActivationCheckpointing);
        return new DomainStatistics(model);
    }

    private static IEnumerable<string> Read(TrainConfig train) => train.Supervisors.Count == 0 ? [SampleStream.Labeled]
        : train.Supervisors.Where(supervisor => supervisor is not { Kind: SupervisorConfig.Teacher, Weight: 0 })
            .Select(supervisor => supervisor.Stream);
}
