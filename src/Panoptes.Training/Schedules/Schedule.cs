namespace Panoptes.Training.Schedules;

/// <summary>Learning rates as pure functions of the step, so that resuming needs no scheduler state.</summary>
public static class Schedule
{
    /// <summary>The learning rate that the update of one step uses.</summary>
    /// <param name="config">Curve, dialect and warm-up.</param>
    /// <param name="baseRate">The group's rate before any schedule, above 0.</param>
    /// <param name="step">Updates done before this one: 0 for the first.</param>
    /// <param name="steps">Updates in the whole training; beyond the last the end value stays.</param>
    /// <param name="isBackbone">Whether the group is of the backbone, which may wait and warm up otherwise.</param>
    /// <remarks>
    /// EoMT's two stages (training/two_stage_warmup_poly_schedule.py); mmcv 1.5.3 <c>PolyLrUpdaterHook</c>; mmengine <c>LinearLR</c> and
    /// <c>ConstantLR</c> followed by <c>PolyLR</c>.
    /// </remarks>
    public static double LearningRate(ScheduleConfig config, double baseRate, long step, long steps, bool isBackbone = false)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (isBackbone && config.PartsBackbone)
        {
            var (own, delay) = (config.OfBackbone, config.BackboneDelay);
            return step < delay ? 0 : LearningRate(own, baseRate, step - delay, Math.Max(1, steps - delay));
        }

        if (config.Name == ScheduleCurve.Steps)
        {
            baseRate *= Math.Pow(config.Gamma, config.Milestones.Count(milestone => step >= milestone));
        }

        var warmUpSteps = config.WarmUp == WarmUp.None ? 0 : config.WarmUpSteps;
        return config.Dialect switch
        {
            ScheduleDialect.Mmcv => Mmcv(config, baseRate, step, steps, warmUpSteps),
            ScheduleDialect.Continuous => Continuous(config, baseRate, step, steps, warmUpSteps),
            _ => Mmengine(config, baseRate, step, steps, warmUpSteps),
        };
    }

    private static double Mmcv(ScheduleConfig config, double baseRate, long step, long steps, long warmUpSteps)
    {
        var rate = Curve(config, baseRate, (double)step / steps);
        return step < warmUpSteps ? rate * Factor(config, (double)step / warmUpSteps) : rate;
    }

    private static double Mmengine(ScheduleConfig config, double baseRate, long step, long steps, long warmUpSteps)
    {
        if (step < warmUpSteps)
        {
            return baseRate * Factor(config, Part(step, warmUpSteps));
        }

        return Curve(config, baseRate, Part(step - warmUpSteps, steps - warmUpSteps));
    }

    private static double Continuous(ScheduleConfig config, double baseRate, long step, long steps, long warmUpSteps) =>
        step < warmUpSteps
            ? baseRate * Factor(config, (double)step / warmUpSteps)
            : Curve(config, baseRate, (double)(step - warmUpSteps) / Math.Max(1, steps - warmUpSteps));

    // The last of `count` steps is the end: part 1 is reached at index count - 1.
    private static double Part(long index, long count) => count <= 1 ? 0 : (double)index / (count - 1);

    private static double Curve(ScheduleConfig config, double baseRate, double part) => config.Name switch
    {
        ScheduleCurve.Constant or ScheduleCurve.Steps => baseRate,
        ScheduleCurve.Cosine =>
            config.MinLearningRate + ((baseRate - config.MinLearningRate) * (1 + Math.Cos(Math.PI * Math.Min(part, 1))) / 2),
        _ => config.MinLearningRate + ((baseRate - config.MinLearningRate) * Math.Pow(1 - Math.Min(part, 1), config.Power)),
    };

    private static double Factor(ScheduleConfig config, double part) => config.WarmUp switch
    {
        WarmUp.Constant => config.WarmUpRatio,
        WarmUp.Exponential => Math.Pow(config.WarmUpRatio, 1 - part),
        _ => 1 - ((1 - part) * (1 - config.WarmUpRatio)),
    };
}
