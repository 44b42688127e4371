using System.Globalization;
using Panoptes.Data.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Stages;
using Panoptes.Training.Streams;

namespace Panoptes.Experiments.Runs;

/// <summary>Guided distillation as stages (spec of the method, sections 1, 3 and 8).</summary>
internal static class DistillationPlan
{
    private const double SourceSteps = 90000;
    private const double SourceBurnIn = 50000;
    private const double FullPercent = 30;

    /// <summary>The stages.</summary>
    /// <exception cref="InputException">Steps or streams do not fit.</exception>
    public static IReadOnlyList<PlannedStage> Of(RunConfig config, DistillationConfig settings)
    {
        foreach (var stream in new[] { SampleStream.Labeled, settings.Stream })
        {
            TaughtStream.Require(
                config.Data, stream,
                $"{SampleStream.Labeled} and {settings.Stream}, of labeled images and of those that the teacher labels");
        }

        var teacher = TeacherSteps(config, settings);
        var left = config.Train.Steps - teacher;
        var burnIn = BurnIn(settings, left);
        Require.That(
            left > burnIn, "train.steps", config.Train.Steps, $"more than {teacher + burnIn}, the steps of teacher and burn-in",
            "raise train.steps, or lower distillation.teacher_steps or distillation.burn_in");
        var stages = new List<PlannedStage>();
        if (teacher > 0)
        {
            var onLabels = OnLabels(config, settings, uniform: true);
            stages.Add(Stage(stages, DistillationConfig.TeacherStage, teacher, onLabels, new StageStart()));
        }

        if (burnIn > 0)
        {
            var taught = settings.BurnInLabels == BurnInLabels.Labels
                ? OnLabels(config, settings, uniform: false) : Taught(config, settings, FirstTeacher(config, settings));
            stages.Add(Stage(stages, DistillationConfig.BurnInStage, burnIn, taught, new StageStart { Weights = StageWeights.Initial }));
        }

        var follows = FollowingTeacher(config, settings, left, burnIn);
        var start = burnIn > 0
            ? new StageStart { KeepOptimizer = true, KeepSchedule = true }
            : new StageStart { Weights = StageWeights.Initial };
        stages.Add(Stage(stages, DistillationConfig.DistillationStage, left - burnIn, Taught(config, settings, follows), start));
        return stages;
    }

    /// <summary>How steps and decay were worked out, and what differs from the released code, a line each.</summary>
    public static IReadOnlyList<string> Explain(RunConfig config, DistillationConfig settings)
    {
        var left = config.Train.Steps - TeacherSteps(config, settings);
        var lines = new List<string>();
        if (settings.BurnIn is null)
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"burn-in of {BurnIn(settings, left)} steps, a heuristic: {SourceBurnIn:0} x {left} / {SourceSteps:0} x min(1, "
                    + $"{settings.LabeledPercent:0.##} % / {FullPercent:0} %); set distillation.burn_in to decide it"));
        }

        if (settings.Decay is null)
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"teacher keeps {Decay(config, settings, left):0.######} a step: 1 - (1 - {config.Train.Teacher.Decay:0.####}) x "
                    + $"{SourceSteps:0} / {left}, as fast in proportion; set distillation.decay to decide it"));
        }

        if (settings.Preset == DistillationPreset.Ours)
        {
            lines.Add("unlike the released code: masks without a pixel are no labels (train.teacher.labels.drop_empty), counts are handed "
                + "over (train.teacher.copy_counts), student and teacher are measured (train.evaluation.network)");
        }

        return lines;
    }

    private static long TeacherSteps(RunConfig config, DistillationConfig settings) =>
        settings.Teacher is null ? settings.TeacherSteps ?? config.Train.Steps / 2 : 0;

    private static long BurnIn(DistillationConfig settings, long left)
    {
        if (settings.BurnIn is { } given)
        {
            return given;
        }

        // The source's numbers come in steps of 500 and are at least 1,000 of 90,000.
        var unit = Math.Max(1, Math.Round(500 * left / SourceSteps));
        var steps = SourceBurnIn * left / SourceSteps * Math.Min(1, settings.LabeledPercent!.Value / FullPercent);
        return (long)Math.Max(Math.Max(1, Math.Round(1000 * left / SourceSteps)), Math.Round(steps / unit) * unit);
    }

    private static double Decay(RunConfig config, DistillationConfig settings, long left) => settings.Decay
        ?? Math.Max(0, 1 - ((1 - config.Train.Teacher.Decay) * SourceSteps / Math.Min(left, SourceSteps)));

    private static PlannedStage Stage(List<PlannedStage> before, string name, long steps, RunConfig config, StageStart start)
    {
        var at = before.Count == 0 ? 0 : before[^1].Span.End;
        return new PlannedStage(new StageSpan(name, at, at + steps), config, start);
    }

    // The teacher's stage draws every labeled image alike, whatever the later ones do.
    private static RunConfig OnLabels(RunConfig config, DistillationConfig settings, bool uniform) => config with
    {
        Data = uniform ? config.Data with { Streams = Uniform(config) } : config.Data,
        Train = config.Train with { Supervisors = [.. Others(config, settings)] },
    };

    private static Dictionary<string, StreamConfig> Uniform(RunConfig config) => config.Data.Streams.ToDictionary(
        entry => entry.Key,
        entry => entry.Key == SampleStream.Labeled ? entry.Value with { Sampler = new SamplerConfig() } : entry.Value);

    // The student must see more than the teacher, or there is nothing to learn.
    private static RunConfig Taught(RunConfig config, DistillationConfig settings, TeacherConfig teacher)
    {
        var taught = config.Train with
        {
            Supervisors =
                [.. Others(config, settings), .. TaughtStream.Own(config.Train.Supervisors, settings.Stream, settings.Weight)],
            Teacher = teacher,
        };
        return config with
        {
            Augmentation = config.Augmentation with { Strong = config.Augmentation.Strong ?? new StrongConfig() },
            Train = settings.Preset == DistillationPreset.Released ? AsReleased(taught) : taught,
        };
    }

    private static TrainConfig AsReleased(TrainConfig train) => train with
    {
        Teacher = train.Teacher with { CopyCounts = false, Labels = train.Teacher.Labels with { DropEmpty = false } },
        Evaluation = train.Evaluation with { Network = EvaluatedNetwork.Student },
    };

    private static IEnumerable<SupervisorConfig> Others(RunConfig config, DistillationConfig settings) => TaughtStream.Others(
        config.Train.Supervisors.Where(supervisor => supervisor.Kind != SupervisorConfig.Teacher), settings.Stream);

    private static TeacherConfig FirstTeacher(RunConfig config, DistillationConfig settings) => config.Train.Teacher with
    {
        Start = settings.Teacher is null ? TeacherStart.Before : TeacherStart.Student,
        Run = settings.Teacher,
        Update = TeacherUpdate.Fixed,
    };

    private static TeacherConfig FollowingTeacher(RunConfig config, DistillationConfig settings, long left, long burnIn)
    {
        var taughtBefore = burnIn > 0 && settings.BurnInLabels == BurnInLabels.Guided;
        return config.Train.Teacher with
        {
            Start = settings.HandOver ? TeacherStart.Student : taughtBefore ? TeacherStart.Keep : TeacherStart.Before,
            Decay = Decay(config, settings, left),
        };
    }
}
