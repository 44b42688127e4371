using Panoptes.Training.Configuration;
using Panoptes.Training.Schedules;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Training.Tests.Teachers;

public sealed class TeacherPaceTests
{
    [Fact]
    public void A_fixed_teacher_is_never_touched() =>
        Assert.All(
        Enumerable.Range(0, 50), step => Assert.Null(TeacherPace.Kept(new TeacherConfig { Update = TeacherUpdate.Fixed }, step)));

    [Fact]
    public void A_teacher_follows_from_the_first_step_of_its_stage_on()
    {
        Assert.Null(TeacherPace.Kept(new TeacherConfig(), 0));
        Assert.Equal(0.9996, TeacherPace.Kept(new TeacherConfig(), 1));
        Assert.Equal(0.9996, TeacherPace.Kept(new TeacherConfig(), 40_000));
    }

    // The source's worked example: what is left of the hand-over after so many steps.
    [Theory]
    [InlineData(1732, 0.5001, 4)]
    [InlineData(2500, 0.3678, 4)]
    [InlineData(40_000, 1.1e-7, 8)]
    public void What_is_left_of_a_hand_over_halves_every_1732_steps(int steps, double left, int digits)
    {
        var product = Enumerable.Range(1, steps).Aggregate(1.0, (all, step) => all * TeacherPace.Kept(new TeacherConfig(), step)!.Value);
        Assert.Equal(left, product, digits);
    }

    [Fact]
    public void Rare_updates_keep_as_much_as_frequent_ones()
    {
        var (often, seldom) = (new TeacherConfig { Decay = 0.99 }, new TeacherConfig { Decay = 0.99, Every = 8 });
        Assert.Equal(Left(often), Left(seldom), 12);

        double Left(TeacherConfig config) =>
            Enumerable.Range(1, 64).Aggregate(1.0, (all, step) => all * (TeacherPace.Kept(config, step) ?? 1));
    }

    [Fact]
    public void The_early_ramp_begins_fast_and_never_exceeds_the_decay()
    {
        var config = new TeacherConfig { Decay = 0.99, Ramp = DecayRamp.Early };
        Assert.Equal(2.0 / 11, TeacherPace.Kept(config, 1)!.Value, 12);
        Assert.Equal(0.99, TeacherPace.Kept(config, 5000)!.Value, 12);
    }

    [Fact]
    public void The_mean_ramp_begins_as_the_student_and_averages_it()
    {
        var config = new TeacherConfig { Decay = 0.996, Ramp = DecayRamp.Mean };
        Assert.Equal(0, TeacherPace.Kept(config, 1));
        Assert.Equal(0.5, TeacherPace.Kept(config, 2));
        Assert.Equal(0.996, TeacherPace.Kept(config, 250)!.Value, 12);
        Assert.Equal(0.996, TeacherPace.Kept(config, 9000)!.Value, 12);
    }

    [Fact]
    public void The_weight_of_labels_grows_over_the_ramp()
    {
        var config = new TeacherConfig { RampSteps = 10 };
        Assert.Equal([0, 0.5, 1, 1], new long[] { 0, 5, 10, 99 }.Select(step => TeacherPace.Weight(config, step)));
        Assert.Equal(1, TeacherPace.Weight(new TeacherConfig(), 0));
    }

    // The source: at step 50,000 of 90,000 the rate is 4.82e-5.
    [Fact]
    public void A_follower_begins_at_less_than_half_of_the_rate() => Assert.Equal(
        4.82e-5,
        Schedule.LearningRate(
            new ScheduleConfig { Name = ScheduleCurve.Poly, Power = 0.9, WarmUp = WarmUp.None }, 1e-4, 50_000, 90_000, false),
        7);
}
