using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Schedules;
using Panoptes.Training.Stages;

namespace Panoptes.Experiments.Tests.Runs;

public sealed class DistillationPlanTests
{
    private static readonly string[] Streams = ["data.streams.labeled={}", "data.streams.unlabeled={}"];

    [Fact]
    public void Guided_distillation_is_three_stages_of_which_the_last_two_share_a_schedule()
    {
        var plan = Plan("train.steps=180", "distillation={teacher_steps: 80, burn_in: 40}");
        Assert.Equal([("teacher", 0L, 80L), ("burn-in", 80, 120), ("distillation", 120, 180)], plan.Select(Span));
        Assert.Equal([(0L, 80L), (80, 180), (80, 180)], plan.Select(stage => stage.Span.Course));
        Assert.Equal(["ground_truth"], Kinds(plan[0]));
        Assert.Equal(["ground_truth", "teacher"], Kinds(plan[1]));
        Assert.Equal((TeacherStart.Before, TeacherUpdate.Fixed), (plan[1].Config.Train.Teacher.Start, plan[1].Config.Train.Teacher.Update));
        Assert.Equal(StageWeights.Initial, plan[1].Start.Weights);
        Assert.Equal(
            (TeacherStart.Student, TeacherUpdate.Average), (plan[2].Config.Train.Teacher.Start, plan[2].Config.Train.Teacher.Update));
        Assert.Equal(new StageStart { KeepOptimizer = true, KeepSchedule = true }, plan[2].Start);
        Assert.Equal(2, plan[2].Config.Train.Supervisors[1].Weight);
        Assert.NotNull(plan[2].Config.Augmentation.Strong);
    }

    // The heuristic's own scale: at 30 % of labels and 90,000 steps it is the source's 50,000.
    [Theory]
    [InlineData(90000, 30, 50000)]
    [InlineData(90000, 100, 50000)]
    [InlineData(90000, 10, 16500)]
    [InlineData(90000, 0.1, 1000)]
    [InlineData(9000, 30, 5000)]
    [InlineData(900, 10, 165)]
    public void The_burn_in_that_is_worked_out_is_in_proportion(long steps, double percent, long expected)
    {
        var plan = Plan(
            $"train.steps={steps + 10}", FormattableString.Invariant($"distillation={{teacher_steps: 10, labeled_percent: {percent}}}"));
        Assert.Equal(expected, plan[1].Span.Length);
    }

    [Fact]
    public void What_is_worked_out_is_said_with_its_arithmetic_and_the_word_heuristic()
    {
        var config = Config("train.steps=910", "distillation={teacher_steps: 10, labeled_percent: 10}");
        var lines = DistillationPlan.Explain(config, config.Distillation!);
        Assert.Contains(lines, line => line.Contains("165 steps, a heuristic: 50000 x 900 / 90000", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("keeps 0.96 a step", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("unlike the released code", StringComparison.Ordinal));
    }

    [Fact]
    public void The_released_preset_is_to_the_letter_and_has_nothing_to_say()
    {
        var config = Config("train.steps=20", "distillation={preset: released, teacher_steps: 5, burn_in: 5, decay: 0.9996}");
        var stage = DistillationPlan.Of(config, config.Distillation!)[^1].Config.Train;
        Assert.Equal((false, false), (stage.Teacher.CopyCounts, stage.Teacher.Labels.DropEmpty));
        Assert.Equal(EvaluatedNetwork.Student, stage.Evaluation.Network);
        Assert.Equal(0.9996, stage.Teacher.Decay);
        Assert.Empty(DistillationPlan.Explain(config, config.Distillation!));
    }

    [Fact]
    public void The_classic_burn_in_learns_from_labels_alone_and_the_plain_average_has_none()
    {
        var classic = Plan("train.steps=20", "distillation={teacher_steps: 5, burn_in: 5, burn_in_labels: labels}");
        Assert.Equal(["ground_truth"], Kinds(classic[1]));
        Assert.Equal(TeacherStart.Student, classic[2].Config.Train.Teacher.Start);
        var plain = Plan("train.steps=20", "distillation={teacher_steps: 5, burn_in: 0, hand_over: false}");
        Assert.Equal([("teacher", 0L, 5L), ("distillation", 5, 20)], plain.Select(Span));
        Assert.Equal((TeacherStart.Before, StageWeights.Initial), (plain[1].Config.Train.Teacher.Start, plain[1].Start.Weights));
    }

    [Fact]
    public void A_trained_teacher_takes_the_place_of_the_first_stage()
    {
        var plan = Plan("train.steps=20", "distillation={teacher: runs/other, burn_in: 5}");
        Assert.Equal([("burn-in", 0L, 5L), ("distillation", 5, 20)], plan.Select(Span));
        Assert.Equal("runs/other", plan[0].Config.Train.Teacher.Run);
        Assert.Null(plan[1].Config.Train.Teacher.Run);
    }

    [Theory]
    [InlineData("distillation.hand_over", "distillation={teacher_steps: 5, burn_in: 0}")]
    [InlineData("distillation.labeled_percent", "distillation={teacher_steps: 5}")]
    [InlineData("more than 20", "distillation={teacher_steps: 15, burn_in: 5}")]
    [InlineData("leave one out", "distillation={teacher_steps: 5, burn_in: 5}", "self_training={steps: 1}")]
    [InlineData("leave one out", "distillation={teacher_steps: 5, burn_in: 5}", "stages=[{name: a, steps: 20}]")]
    [InlineData("labeled and others", "distillation={teacher_steps: 5, burn_in: 5, stream: others}")]
    [InlineData("at least 1500", "self_training={}")]
    public void What_cannot_be_is_refused_with_the_reason(string reason, params string[] settings) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => Plan(["train.steps=20", .. settings])).Message);

    [Fact]
    public void Rounds_of_self_training_raise_the_threshold_and_begin_with_the_student()
    {
        var plan = Plan("train.steps=40", "self_training={rounds: 3, steps: 10, raise: 0.1}", "train.teacher.labels.score=0.7");
        Assert.Equal([("labels", 0L, 10L), ("round-1", 10, 20), ("round-2", 20, 30), ("round-3", 30, 40)], plan.Select(Span));
        Assert.Equal([0.7, 0.8, 0.9], plan.Skip(1).Select(stage => Math.Round(stage.Config.Train.Teacher.Labels.Score, 9)));
        Assert.All(plan.Skip(1), stage => Assert.Equal(TeacherStart.Student, stage.Config.Train.Teacher.Start));
        Assert.All(plan.Skip(1), stage => Assert.Equal(1e-5, stage.Config.Train.Optimizer.LearningRate));
        Assert.All(plan.Skip(1), stage => Assert.Equal(ScheduleCurve.Constant, stage.Config.Train.Schedule.Name));
        Assert.All(plan.Skip(1), stage => Assert.True(stage.Config.Train.FrozenStatistics));
        Assert.Equal(["teacher"], Kinds(plan[1]));
    }

    [Fact]
    public void What_follows_a_teacher_on_its_stream_has_one_in_every_round()
    {
        var plan = Plan(
            "train.steps=20", "self_training={rounds: 1, steps: 10}",
            "train.supervisors=[{kind: ground_truth}, {kind: intra_batch, stream: unlabeled}]");
        Assert.Equal(["ground_truth"], Kinds(plan[0]));
        Assert.Equal(["teacher", "intra_batch"], Kinds(plan[1]));
        Assert.All(plan[1].Config.Train.Supervisors, supervisor => Assert.Equal("unlabeled", supervisor.Stream));
    }

    private static (string, long, long) Span(PlannedStage stage) => (stage.Span.Name, stage.Span.Start, stage.Span.End);

    private static IEnumerable<string> Kinds(PlannedStage stage) => stage.Config.Train.Supervisors.Select(supervisor => supervisor.Kind);

    private static IReadOnlyList<PlannedStage> Plan(params string[] settings) => StagePlan.Of(Config(settings));

    private static RunConfig Config(params string[] settings) => ConfigReader.Read<RunConfig>(null, Streams.With(settings));
}
