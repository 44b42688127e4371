using Panoptes.Data.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Training.Configuration;
using Panoptes.Training.Schedules;
using Panoptes.Training.Stages;

namespace Panoptes.Experiments.Runs;

/// <summary>Self-training as stages: the training as it is configured, then rounds.</summary>
internal static class SelfTrainingPlan
{
    /// <summary>The stages.</summary>
    /// <exception cref="InputException">Steps or streams do not fit.</exception>
    public static IReadOnlyList<PlannedStage> Of(RunConfig config, SelfTrainingConfig settings)
    {
        TaughtStream.Require(config.Data, settings.Stream, $"{settings.Stream}, of the images that are looked at");
        var first = config.Train.Steps - (settings.Rounds * settings.Steps);
        Require.That(
            first >= 0, "train.steps", config.Train.Steps,
            $"at least {settings.Rounds * settings.Steps}, the steps of {settings.Rounds} rounds",
            "raise train.steps, or have fewer rounds");
        var stages = new List<PlannedStage>();
        if (first > 0)
        {
            var others = TaughtStream.Others(config.Train.Supervisors, settings.Stream);
            var labels = config with { Train = config.Train with { Supervisors = [.. others] } };
            stages.Add(new PlannedStage(new StageSpan(SelfTrainingConfig.FirstStage, 0, first), labels, new StageStart()));
        }

        for (var round = 0; round < settings.Rounds; round++)
        {
            var at = first + (round * settings.Steps);
            stages.Add(new PlannedStage(
                new StageSpan($"round-{round + 1}", at, at + settings.Steps), Round(config, settings, round), new StageStart()));
        }

        return stages;
    }

    // What is pasted are objects that the teacher labeled; the drop loss of pseudo-labels is off, as its labels lack less.
    private static RunConfig Round(RunConfig config, SelfTrainingConfig settings, int round)
    {
        var (train, teacher) = (config.Train, config.Train.Teacher);
        var score = Math.Min(1, teacher.Labels.Score + (round * settings.Raise));
        return config with
        {
            Augmentation = config.Augmentation with
            {
                CopyPaste = config.Augmentation.CopyPaste is { } paste ? paste with { Source = CopyPasteSource.Labels } : null,
            },
            Train = train with
            {
                Supervisors = [.. TaughtStream.Own(train.Supervisors, settings.Stream)],
                Teacher = teacher with { Start = TeacherStart.Student, Labels = teacher.Labels with { Score = score } },
                Optimizer = train.Optimizer with { LearningRate = settings.LearningRate },
                Schedule = new ScheduleConfig { Name = ScheduleCurve.Constant, WarmUp = WarmUp.None },
                Detection = train.Detection with { DropIou = null },
                Masks = train.Masks with { DropIou = null },
                Trained = settings.Trained,
                Untrained = settings.Untrained,
                FrozenStatistics = true,
            },
        };
    }
}
