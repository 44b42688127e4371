namespace Panoptes.Imaging.Photometrics;

/// <summary>A step of strong augmentation.</summary>
public enum StrongStep
{
    /// <summary>Gaussian blur.</summary>
    Blur,

    /// <summary>Brightness, contrast, saturation and hue, in an order drawn anew.</summary>
    Jitter,

    /// <summary>Gray.</summary>
    Gray,
}

/// <summary>
/// Random blur, color jitter, gray and erasing, as self-training makes its strong views. The defaults are CUPS' (blur always, jitter 1/2,
/// gray 1/5, nothing erased).
/// </summary>
public sealed record StrongDistortion
{
    /// <summary>
    /// What guided distillation does: jitter 4/5, gray 1/5, blur 1/2, in that order, and no limit of the blur's reach. Nothing is erased.
    /// </summary>
    public static readonly StrongDistortion GuidedDistillation = new()
    {
        Steps = [StrongStep.Jitter, StrongStep.Gray, StrongStep.Blur],
        BlurProbability = 0.5,
        BlurRadius = null,
        JitterProbability = 0.8,
    };

    /// <summary>What UniMatch V2 does: as <see cref="GuidedDistillation"/>, but colors vary further.</summary>
    public static readonly StrongDistortion UniMatch =
        GuidedDistillation with { Brightness = 0.5, Contrast = 0.5, Saturation = 0.5, Hue = 0.25 };

    /// <summary>
    /// The rectangles that guided distillation's code can erase, which is switched off there (Unbiased Teacher has it on).
    /// </summary>
    public static readonly IReadOnlyList<RandomErasing> ThreeErasings =
    [
        new() { Probability = 0.7, AreaLow = 0.05, AreaHigh = 0.2, AspectLow = 0.3, AspectHigh = 3.3 },
        new() { Probability = 0.5, AreaLow = 0.02, AreaHigh = 0.2, AspectLow = 0.1, AspectHigh = 6 },
        new() { Probability = 0.3, AreaLow = 0.02, AreaHigh = 0.2, AspectLow = 0.05, AspectHigh = 8 },
    ];

    /// <summary>The steps, in this order.</summary>
    public IReadOnlyList<StrongStep> Steps { get; init; } = [StrongStep.Blur, StrongStep.Jitter, StrongStep.Gray];

    /// <summary>Probability of blur.</summary>
    public double BlurProbability { get; init; } = 1;

    /// <summary>The least standard deviation of the blur in pixels.</summary>
    public double SigmaLow { get; init; } = 0.1;

    /// <summary>The largest.</summary>
    public double SigmaHigh { get; init; } = 2;

    /// <summary>How many pixels on each side a blur blends; three standard deviations where null.</summary>
    public int? BlurRadius { get; init; } = 3;

    /// <summary>Probability of jitter.</summary>
    public double JitterProbability { get; init; } = 0.5;

    /// <summary>The factor on brightness is drawn from 1 - this to 1 + this.</summary>
    public double Brightness { get; init; } = 0.4;

    /// <summary>That on contrast.</summary>
    public double Contrast { get; init; } = 0.4;

    /// <summary>That on saturation.</summary>
    public double Saturation { get; init; } = 0.4;

    /// <summary>The turn of the hue is drawn from -this to this, as a share of the full circle.</summary>
    public double Hue { get; init; } = 0.1;

    /// <summary>Probability of gray.</summary>
    public double GrayProbability { get; init; } = 0.2;

    /// <summary>What is erased behind the steps.</summary>
    public IReadOnlyList<RandomErasing> Erasings { get; init; } = [];

    /// <summary>Draws what is done to one image: the steps, then the rectangles erased.</summary>
    /// <param name="draws">The random numbers.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    public StrongPlan Draw(IRandomSource draws, int width, int height)
    {
        var plan = Draw(draws);
        return Erasings.Count == 0
            ? plan
            : plan with { Erased = [.. Erasings.Select(one => one.Draw(draws, width, height)).OfType<ErasedPart>()] };
    }

    /// <summary>Draws the steps of one image: for each, whether it is done, then its amounts.</summary>
    /// <param name="draws">The random numbers.</param>
    public StrongPlan Draw(IRandomSource draws)
    {
        ArgumentNullException.ThrowIfNull(draws);
        var changes = new List<ImageChange>();
        foreach (var step in Steps)
        {
            var probability = step switch
            {
                StrongStep.Blur => BlurProbability,
                StrongStep.Jitter => JitterProbability,
                _ => GrayProbability,
            };
            if (draws.Uniform(0, 1) < probability)
            {
                changes.AddRange(step switch
                {
                    StrongStep.Blur => [new ImageChange(ImageChangeKind.Blur, draws.Uniform(SigmaLow, SigmaHigh))],
                    StrongStep.Jitter => Jitter(draws),
                    _ => [new ImageChange(ImageChangeKind.Gray)],
                });
            }
        }

        return new StrongPlan(changes) { BlurRadius = BlurRadius };
    }

    private ImageChange[] Jitter(IRandomSource draws)
    {
        ImageChange[] changes =
        [
            new(ImageChangeKind.Brightness, draws.Uniform(1 - Brightness, 1 + Brightness)),
            new(ImageChangeKind.Contrast, draws.Uniform(1 - Contrast, 1 + Contrast)),
            new(ImageChangeKind.Saturation, draws.Uniform(1 - Saturation, 1 + Saturation)),
            new(ImageChangeKind.Hue, draws.Uniform(-Hue, Hue)),
        ];
        for (var i = changes.Length - 1; i > 0; i--)
        {
            var j = draws.Integer(0, i + 1);
            (changes[i], changes[j]) = (changes[j], changes[i]);
        }

        return changes;
    }
}
