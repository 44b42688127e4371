using Panoptes.Foundation;

namespace Panoptes.Training.Schedules;

/// <summary>The curve after warm-up.</summary>
public enum ScheduleCurve
{
    /// <summary>floor + (base - floor) (1 - t/T)^power.</summary>
    Poly,

    /// <summary>floor + (base - floor) (1 + cos(pi t/T)) / 2 (Loshchilov and Hutter, 2017, without restarts).</summary>
    Cosine,

    /// <summary>The base rate throughout.</summary>
    Constant,

    /// <summary>
    /// The base rate, times <see cref="ScheduleConfig.Gamma"/> from each of <see cref="ScheduleConfig.Milestones"/> on (detectron2's
    /// WarmupMultiStepLR).
    /// </summary>
    Steps,
}

/// <summary>The published ways to join warm-up and poly; they differ by up to 1 % of the rate.</summary>
public enum ScheduleDialect
{
    /// <summary>mmcv 1.x: poly counts from step 0, warm-up scales the running poly value, the end value is not quite reached.</summary>
    Mmcv,

    /// <summary>
    /// mmengine: a warm-up that ends at the base rate, then a poly that starts anew and ends exactly at the floor on the last step.
    /// </summary>
    Mmengine,

    /// <summary>
    /// EoMT: a warm-up that reaches the base rate with the step after it, then a poly over the steps that are left, which would reach its
    /// floor with the step after the last.
    /// </summary>
    Continuous,
}

/// <summary>The shape of the warm-up.</summary>
public enum WarmUp
{
    /// <summary>No warm-up.</summary>
    None,

    /// <summary>From <see cref="ScheduleConfig.WarmUpRatio"/> times the rate up to the rate in equal steps.</summary>
    Linear,

    /// <summary><see cref="ScheduleConfig.WarmUpRatio"/> times the rate, then the rate.</summary>
    Constant,

    /// <summary>From <see cref="ScheduleConfig.WarmUpRatio"/> times the rate up to the rate by equal factors.</summary>
    Exponential,
}

/// <summary>Learning rate over the steps.</summary>
public sealed record ScheduleConfig
{
    /// <summary>The curve after warm-up.</summary>
    public ScheduleCurve Name { get; init; } = ScheduleCurve.Poly;

    /// <summary>Which published definition is followed.</summary>
    public ScheduleDialect Dialect { get; init; } = ScheduleDialect.Mmengine;

    /// <summary>Exponent of the poly curve, above 0.</summary>
    public double Power { get; init; } = 0.9;

    /// <summary>Rate that the curve falls to, the same for every group, at least 0.</summary>
    public double MinLearningRate { get; init; }

    /// <summary>Of <c>steps</c>: the updates after which the rate falls, ascending, counted from the stage's start.</summary>
    public IReadOnlyList<long> Milestones { get; init; } = [];

    /// <summary>Of <c>steps</c>: what the rate is multiplied with at each milestone, above 0 and at most 1.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <summary>Shape of the warm-up.</summary>
    public WarmUp WarmUp { get; init; } = WarmUp.Linear;

    /// <summary>Steps of warm-up, at least 0 and fewer than the training has.</summary>
    public long WarmUpSteps { get; init; }

    /// <summary>Where warm-up starts, as a part of the rate, in (0, 1]; 0 too where it is linear.</summary>
    public double WarmUpRatio { get; init; } = 1e-3;

    /// <summary>
    /// Steps in which the backbone's rate is 0 while heads learn to read it, at least 0; its warm-up and its curve begin after them.
    /// </summary>
    public long BackboneDelay { get; init; }

    /// <summary>Steps of the backbone's warm-up; null for those of all.</summary>
    public long? BackboneWarmUpSteps { get; init; }

    /// <summary>Whether the backbone's rate follows a schedule of its own.</summary>
    internal bool PartsBackbone => BackboneDelay > 0 || BackboneWarmUpSteps is not null;

    /// <summary>The schedule of the backbone, counted from the end of its delay.</summary>
    internal ScheduleConfig OfBackbone =>
        this with { BackboneDelay = 0, BackboneWarmUpSteps = null, WarmUpSteps = BackboneWarmUpSteps ?? WarmUpSteps };

    /// <summary>Checks ranges.</summary>
    /// <param name="steps">Steps of the whole training.</param>
    /// <exception cref="InputException">An option is out of range; names it.</exception>
    public void Validate(long steps)
    {
        Require.Positive("train.schedule.power", Power);
        Require.AtLeast("train.schedule.min_learning_rate", MinLearningRate, 0);
        Require.Positive("train.schedule.gamma", Gamma);
        Require.Within("train.schedule.gamma", Gamma, 0, 1);
        RequireMilestones();
        Require.AtLeast("train.schedule.warm_up_steps", WarmUpSteps, 0);
        RequireBackbone(steps);
        if (WarmUp != WarmUp.None && WarmUpSteps > 0)
        {
            if (WarmUp != WarmUp.Linear)
            {
                Require.Positive("train.schedule.warm_up_ratio", WarmUpRatio);
            }

            Require.Within("train.schedule.warm_up_ratio", WarmUpRatio, 0, 1);
            if (WarmUpSteps >= steps)
            {
                throw new InputException(
                    "train.schedule.warm_up_steps", $"{WarmUpSteps} of {steps} steps", "fewer than train.steps",
                    $"give train.schedule.warm_up_steps={steps / 10} too, or lengthen the training with train.steps");
            }
        }
    }

    private void RequireBackbone(long steps)
    {
        Require.AtLeast("train.schedule.backbone_delay", BackboneDelay, 0);
        Require.AtLeast("train.schedule.backbone_warm_up_steps", BackboneWarmUpSteps ?? 0, 0);
        var before = BackboneDelay + (WarmUp == WarmUp.None ? 0 : BackboneWarmUpSteps ?? WarmUpSteps);
        if (PartsBackbone && before >= steps)
        {
            throw new InputException(
                "train.schedule.backbone_delay", $"{before} steps with the backbone's warm-up, of {steps}", "fewer than train.steps",
                "shorten train.schedule.backbone_delay and backbone_warm_up_steps, or lengthen the training with train.steps");
        }
    }

    private void RequireMilestones()
    {
        if ((Name == ScheduleCurve.Steps) != (Milestones.Count > 0))
        {
            throw new InputException(
                "train.schedule.milestones",
                $"{Milestones.Count} of them for {Name.ToString().ToLowerInvariant()}",
                "milestones for steps, and for no other curve",
                "set train.schedule.name=steps and its milestones together");
        }

        if (Milestones.Any(step => step < 1) || !Milestones.SequenceEqual(Milestones.Distinct().Order()))
        {
            throw new InputException(
                "train.schedule.milestones", $"[{string.Join(", ", Milestones)}]", "ascending steps of at least 1", "sort them, each once");
        }
    }
}
