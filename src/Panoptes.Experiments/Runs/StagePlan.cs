using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Training.Stages;

namespace Panoptes.Experiments.Runs;

/// <summary>A stage with the configuration that holds in it.</summary>
/// <param name="Span">Which of the run's steps are its.</param>
/// <param name="Config">The run's configuration with the stage's settings.</param>
/// <param name="Start">What it takes from the stage before.</param>
internal sealed record PlannedStage(StageSpan Span, RunConfig Config, StageStart Start);

/// <summary>The stages of a run in their order.</summary>
internal static class StagePlan
{
    /// <summary>The stages that a configuration describes; one where it lists none.</summary>
    /// <exception cref="InputException">A setting of a stage is unknown or out of range; names stage and setting.</exception>
    public static IReadOnlyList<PlannedStage> Of(RunConfig config) => WithCourses(
        config.Distillation is { } distillation ? DistillationPlan.Of(config, distillation)
        : config.SelfTraining is { } selfTraining ? SelfTrainingPlan.Of(config, selfTraining)
        : config.Stages.Count == 0 ? [new PlannedStage(StageSpan.Whole(config.Train.Steps), config, new StageStart())]
        : Listed(config));

    private static IReadOnlyList<PlannedStage> WithCourses(IReadOnlyList<PlannedStage> plan) =>
        [.. plan.Select((stage, i) => stage with { Span = stage.Span with { Course = Course(plan, i) } })];

    private static List<PlannedStage> Listed(RunConfig config)
    {
        var (plan, at) = (new List<PlannedStage>(), 0L);
        foreach (var stage in config.Stages)
        {
            plan.Add(new PlannedStage(new StageSpan(stage.Name, at, at + stage.Steps), Settings(config, stage), stage.Start));
            at += stage.Steps;
        }

        return plan;
    }

    // The stages that share a schedule: those before it as far as each goes on, and those behind that go on with it.
    private static (long Start, long End) Course(IReadOnlyList<PlannedStage> plan, int place)
    {
        var (first, last) = (place, place);
        while (first > 0 && plan[first].Start.KeepSchedule)
        {
            first--;
        }

        while (last + 1 < plan.Count && plan[last + 1].Start.KeepSchedule)
        {
            last++;
        }

        return (plan[first].Span.Start, plan[last].Span.End);
    }

    private static RunConfig Settings(RunConfig config, StageConfig stage)
    {
        if (stage.Set.Count == 0)
        {
            return config;
        }

        try
        {
            var isBuiltIn = ModelCatalog.BuiltIn.Names.Contains(config.Model.Name);
            return ConfigReader.With(config, stage.Set, isBuiltIn ? null : [ModelCatalog.BuiltIn.With(config.Model.Family)]);
        }
        catch (InputException wrong)
        {
            throw new InputException($"stages.{stage.Name}.set: {wrong.Source}", wrong.Found, wrong.Expected, wrong.Advice, wrong);
        }
    }

    /// <summary>The place of the stage that a checkpoint was written in.</summary>
    /// <param name="plan">The stages.</param>
    /// <param name="stage">Its name.</param>
    /// <param name="folder">The run.</param>
    /// <exception cref="InputException">There is no such stage.</exception>
    public static int IndexOf(IReadOnlyList<PlannedStage> plan, string stage, RunFolder folder)
    {
        var index = plan.ToList().FindIndex(planned => planned.Span.Name == stage);
        return index >= 0 ? index : throw new InputException(
            folder.Checkpoints, $"a checkpoint of the stage '{stage}'",
            $"one of {string.Join(", ", plan.Select(planned => planned.Span.Name))}", "go on with the stages that the run began with");
    }
}
