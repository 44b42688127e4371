using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Configuration;

/// <summary>How far the colors of a training image are varied; each of the four steps is done with probability 1/2.</summary>
public sealed record ColorJitterConfig
{
    private static readonly PhotometricDistortion Published = new();

    /// <summary>The largest change of brightness, in levels of 0-255.</summary>
    public double Brightness { get; init; } = Published.BrightnessDelta;

    /// <summary>The least factor on contrast.</summary>
    public double ContrastMin { get; init; } = Published.ContrastLow;

    /// <summary>The largest factor on contrast.</summary>
    public double ContrastMax { get; init; } = Published.ContrastHigh;

    /// <summary>The least factor on saturation.</summary>
    public double SaturationMin { get; init; } = Published.SaturationLow;

    /// <summary>The largest factor on saturation.</summary>
    public double SaturationMax { get; init; } = Published.SaturationHigh;

    /// <summary>The largest change of hue, in units of 2 degrees.</summary>
    public int Hue { get; init; } = Published.HueDelta;

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

    /// <summary>Checks every value.</summary>
    /// <param name="key">The key of this record: <c>augmentation.color_jitter</c>.</param>
    /// <exception cref="InputException">A value is out of range; named with its key.</exception>
    internal void Check(string key)
    {
        Require.Within($"{key}.brightness", Brightness, 0, 255);
        CheckFactors(key, "contrast", ContrastMin, ContrastMax);
        CheckFactors(key, "saturation", SaturationMin, SaturationMax);
        Require.Within($"{key}.hue", Hue, 0, 90);
        Require.That(Hue > 0 || HueIncludesBoth, $"{key}.hue", Hue, "1 to 90, or 0 with hue_includes_both");
    }

    private static void CheckFactors(string key, string name, double least, double most)
    {
        Require.AtLeast($"{key}.{name}_min", least, 0);
        Require.That(most >= least && double.IsFinite(most), $"{key}.{name}_max", most, $"a number not below {name}_min ({least})");
    }
}
