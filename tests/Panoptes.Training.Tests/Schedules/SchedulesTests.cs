using Panoptes.Foundation;
using Panoptes.Training.Schedules;

namespace Panoptes.Training.Tests.Schedules;

public class SchedulesTests
{
    private const double BaseRate = 6e-5;

    private static readonly ScheduleConfig SegFormer = new() { Power = 1, WarmUp = WarmUp.Linear, WarmUpSteps = 1500, WarmUpRatio = 1e-6 };

    [Theory]
    [InlineData(ScheduleDialect.Mmcv, 1500, 5.944e-5)]
    [InlineData(ScheduleDialect.Mmengine, 1500, 6.000e-5)]
    [InlineData(ScheduleDialect.Mmcv, 80_000, 3.000e-5)]
    [InlineData(ScheduleDialect.Mmengine, 80_000, 3.028e-5)]
    public void The_two_dialects_give_the_published_rates(ScheduleDialect dialect, long step, double expected) =>
        Assert.Equal(expected, Schedule.LearningRate(SegFormer with { Dialect = dialect }, BaseRate, step, 160_000), 5e-9);

    [Theory]
    [InlineData(ScheduleDialect.Mmcv)]
    [InlineData(ScheduleDialect.Mmengine)]
    public void After_warm_up_the_rate_never_rises_and_never_falls_below_its_floor(ScheduleDialect dialect)
    {
        var config = SegFormer with { Dialect = dialect, WarmUpSteps = 20, MinLearningRate = 1e-6, Power = 0.9 };
        var rates = Enumerable.Range(20, 300).Select(step => Schedule.LearningRate(config, BaseRate, step, 200)).ToList();
        Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
        Assert.All(rates, rate => Assert.InRange(rate, 1e-6, BaseRate));
    }

    [Fact]
    public void Mmengine_reaches_the_floor_exactly_on_the_last_step() =>
        Assert.Equal(1e-6, Schedule.LearningRate(new ScheduleConfig { MinLearningRate = 1e-6 }, 0.01, 99, 100));

    [Fact]
    public void Mmcv_stays_above_the_floor_on_the_last_step() =>
        Assert.True(Schedule.LearningRate(
            new ScheduleConfig { MinLearningRate = 1e-6, Dialect = ScheduleDialect.Mmcv }, 0.01, 99, 100) > 1e-6);

    [Theory]
    [InlineData(WarmUp.Linear)]
    [InlineData(WarmUp.Exponential)]
    [InlineData(WarmUp.Constant)]
    public void Warm_up_starts_at_its_ratio(WarmUp warmUp)
    {
        var config = new ScheduleConfig { WarmUp = warmUp, WarmUpSteps = 10, WarmUpRatio = 0.01, Name = ScheduleCurve.Constant };
        Assert.Equal(0.001, Schedule.LearningRate(config, 0.1, 0, 100), 1e-12);
        Assert.Equal(0.1, Schedule.LearningRate(config, 0.1, 10, 100), 1e-12);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(25, 0.8535533905932737)]
    [InlineData(50, 0.5)]
    [InlineData(100, 0)]
    [InlineData(200, 0)]
    public void A_cosine_falls_from_the_rate_to_its_floor(long step, double part) => Assert.Equal(
        1e-9 + ((2e-4 - 1e-9) * part),
        Schedule.LearningRate(
            new ScheduleConfig
            {
                Name = ScheduleCurve.Cosine,
                Dialect = ScheduleDialect.Continuous,
                MinLearningRate = 1e-9,
                WarmUp = WarmUp.None,
            },
            2e-4, step, 100),
        1e-15);

    [Fact]
    public void A_training_of_one_step_has_a_rate() =>
        Assert.Equal(0.1, Schedule.LearningRate(new ScheduleConfig(), 0.1, 0, 1));

    [Fact]
    public void The_backbone_waits_warms_up_and_falls_by_itself()
    {
        var config = new ScheduleConfig
        {
            Dialect = ScheduleDialect.Continuous,
            WarmUpRatio = 0,
            WarmUpSteps = 10,
            BackboneDelay = 20,
            BackboneWarmUpSteps = 40,
            Power = 1,
        };
        config.Validate(160);
        double Heads(long step) => Schedule.LearningRate(config, 1, step, 160);
        double Backbone(long step) => Schedule.LearningRate(config, 1, step, 160, isBackbone: true);
        Assert.Equal([0, 0.5, 1, 0.5, 0], new long[] { 0, 5, 10, 85, 160 }.Select(Heads));
        Assert.Equal([0, 0, 0.5, 1, 0.5, 0, 0], new long[] { 0, 20, 40, 60, 110, 160, 500 }.Select(Backbone));
        Assert.Contains("train.schedule.backbone_delay", Assert.Throws<InputException>(() => config.Validate(60)).Message);
    }
}
