using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Configuration;

/// <summary>How far the colors of a training image are varied; each of the four steps is done with probability 1/2.</summary>
public sealed record ColorJitterConfig
{
    /// <summary>The largest change of brightness, in levels of 0-255.</summary>
    public double Brightness { get; init; } = 32;

    /// <summary>The least factor on contrast.</summary>
    public double ContrastMin { get; init; } = 0.5;

    /// <summary>The largest factor on contrast.</summary>
    public double ContrastMax { get; init; } = 1.5;

    /// <summary>The least factor on saturation.</summary>
    public double SaturationMin { get; init; } = 0.5;

    /// <summary>The largest factor on saturation.</summary>
    public double SaturationMax { get; init; } = 1.5;

    /// <summary>The largest change of hue, in units of 2 degrees.</summary>
    public int Hue { get; init; } = 18;

    /// <summary>
    /// Draws the largest change of hue upwards too, as SSD's color jitter (Mask2Former) does and mmsegmentation's does not.
    /// </summary>
    public bool HueIncludesBoth { get; init; }

    /// <summary>The distortion that this describes.</summary>
    internal PhotometricDistortion Distortion() => new()
    {
        BrightnessDelta = Brightness,
        ContrastLow = ContrastMin,
        ContrastHigh = ContrastMax,
        SaturationLow = SaturationMin,
        SaturationHigh = SaturationMax,
        HueDelta = Hue,
        HueIncludesBoth = HueIncludesBoth,
    };

    /// <summary>Whether every value is in its range; tells of the first that is not.</summary>
    internal (string Key, object Found, string Expected)? Problem() => this switch
    {
        { Brightness: < 0 or > 255 or double.NaN } => ("brightness", Brightness, "0 to 255"),
        { ContrastMin: < 0 or double.NaN or double.PositiveInfinity } => ("contrast_min", ContrastMin, "a number not below 0"),
        _ when !(ContrastMax >= ContrastMin) || !double.IsFinite(ContrastMax) =>
            ("contrast_max", ContrastMax, $"a number not below contrast_min ({ContrastMin})"),
        { SaturationMin: < 0 or double.NaN or double.PositiveInfinity } => ("saturation_min", SaturationMin, "a number not below 0"),
        _ when !(SaturationMax >= SaturationMin) || !double.IsFinite(SaturationMax) =>
            ("saturation_max", SaturationMax, $"a number not below saturation_min ({SaturationMin})"),
        { Hue: < 0 or > 90 } => ("hue", Hue, "0 to 90"),
        { Hue: 0, HueIncludesBoth: false } => ("hue", Hue, "1 to 90, or 0 with hue_includes_both"),
        _ => null,
    };
}
