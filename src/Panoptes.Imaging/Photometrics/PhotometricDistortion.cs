namespace Panoptes.Imaging.Photometrics;

/// <summary>
/// Random brightness, contrast, saturation and hue, as mmsegmentation's PhotoMetricDistortion
/// (mmseg/datasets/pipelines/transforms.py) does them: each step with probability 1/2 and cast back to 8 bits by
/// truncation; contrast before or after the two HSV steps by a fair coin; HSV as OpenCV's 8-bit conversion rounds it.
/// detectron2's SSD color jitter (projects/PointRend/point_rend/color_augmentation.py), which Mask2Former uses, is the same but for
/// <see cref="HueIncludesBoth"/>.
/// </summary>
public sealed record PhotometricDistortion
{
    /// <summary>The largest change of brightness, in levels; drawn from [-this, this).</summary>
    public double BrightnessDelta { get; init; } = 32;

    /// <summary>The least factor on contrast.</summary>
    public double ContrastLow { get; init; } = 0.5;

    /// <summary>The largest factor on contrast.</summary>
    public double ContrastHigh { get; init; } = 1.5;

    /// <summary>The least factor on saturation.</summary>
    public double SaturationLow { get; init; } = 0.5;

    /// <summary>The largest factor on saturation.</summary>
    public double SaturationHigh { get; init; } = 1.5;

    /// <summary>The largest change of hue, in units of 2 degrees (H runs from 0 to 179); drawn from [-this, this).</summary>
    public int HueDelta { get; init; } = 18;

    /// <summary>
    /// Whether the largest change of hue upwards is drawn too, as Python's <c>random.randint</c> (SSD color jitter) does and numpy's
    /// (mmsegmentation) does not.
    /// </summary>
    public bool HueIncludesBoth { get; init; }

    /// <summary>Draws what is done to one image.</summary>
    /// <param name="draws">Asked in the reference's order: coin and brightness; coin for when contrast comes; coin and contrast (if first);
    /// coin and saturation; coin and hue; coin and contrast (if last).</param>
    public PhotometricPlan Draw(IRandomSource draws)
    {
        double? brightness = draws.Coin() == 1 ? draws.Uniform(-BrightnessDelta, BrightnessDelta) : null;
        var contrastFirst = draws.Coin() == 1;
        var contrast = contrastFirst ? DrawContrast(draws) : null;
        double? saturation = draws.Coin() == 1 ? draws.Uniform(SaturationLow, SaturationHigh) : null;
        int? hue = draws.Coin() == 1 ? draws.Integer(-HueDelta, HueDelta + (HueIncludesBoth ? 1 : 0)) : null;
        return new PhotometricPlan
        {
            Brightness = brightness,
            ContrastFirst = contrastFirst,
            Contrast = contrastFirst ? contrast : DrawContrast(draws),
            Saturation = saturation,
            Hue = hue,
        };
    }

    /// <summary>Draws and distorts an image in place.</summary>
    /// <param name="image">The image; changed.</param>
    /// <param name="draws">The random numbers.</param>
    public void Apply(RgbImage image, IRandomSource draws) => Draw(draws).Apply(image);

    private double? DrawContrast(IRandomSource draws) => draws.Coin() == 1 ? draws.Uniform(ContrastLow, ContrastHigh) : null;
}
