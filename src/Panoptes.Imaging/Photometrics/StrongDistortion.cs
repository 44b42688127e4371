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
/// Random blur, color jitter and gray, as self-training makes its strong views. The defaults are CUPS' (blur always, jitter 1/2, gray 1/5);
/// guided distillation has jitter 4/5, gray 1/5, blur 1/2, in that order, and no limit of the blur's reach.
/// </summary>
public sealed record StrongDistortion
{
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

    /// <summary>Draws what is done to one image: step by step, whether it is done, then its amounts.</summary>
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
