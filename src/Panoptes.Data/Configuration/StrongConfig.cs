using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Configuration;

/// <summary>
/// Blur, color jitter and gray of images, then erased rectangles, behind everything else, pasted objects included; targets do not change.
/// The defaults are CUPS'.
/// </summary>
public sealed record StrongConfig
{
    private static readonly StrongDistortion Published = new();

    /// <summary>The steps in their order, each once: <c>blur</c>, <c>jitter</c>, <c>gray</c>.</summary>
    public IReadOnlyList<StrongStep> Steps { get; init; } = Published.Steps;

    /// <summary>Probability of a Gaussian blur.</summary>
    public double BlurProbability { get; init; } = Published.BlurProbability;

    /// <summary>The [least, largest] standard deviation of the blur in pixels.</summary>
    public IReadOnlyList<double> BlurSigma { get; init; } = [Published.SigmaLow, Published.SigmaHigh];

    /// <summary>How many pixels on each side a blur blends; null for three standard deviations.</summary>
    public int? BlurRadius { get; init; } = Published.BlurRadius;

    /// <summary>Probability that brightness, contrast, saturation and hue are varied, in an order drawn anew.</summary>
    public double JitterProbability { get; init; } = Published.JitterProbability;

    /// <summary>The factor on brightness is 1 - this to 1 + this.</summary>
    public double Brightness { get; init; } = Published.Brightness;

    /// <summary>That on contrast.</summary>
    public double Contrast { get; init; } = Published.Contrast;

    /// <summary>That on saturation.</summary>
    public double Saturation { get; init; } = Published.Saturation;

    /// <summary>The largest turn of the hue either way, as a share of the full circle.</summary>
    public double Hue { get; init; } = Published.Hue;

    /// <summary>Probability that an image becomes gray.</summary>
    public double GrayProbability { get; init; } = Published.GrayProbability;

    /// <summary>Rectangles that noise replaces behind the steps, each drawn by itself; none as a rule.</summary>
    public IReadOnlyList<EraseConfig> Erase { get; init; } = [];

    /// <summary>The distortion that this describes.</summary>
    public StrongDistortion Distortion() => new()
    {
        Steps = Steps,
        BlurProbability = BlurProbability,
        SigmaLow = BlurSigma[0],
        SigmaHigh = BlurSigma[1],
        BlurRadius = BlurRadius,
        JitterProbability = JitterProbability,
        Brightness = Brightness,
        Contrast = Contrast,
        Saturation = Saturation,
        Hue = Hue,
        GrayProbability = GrayProbability,
        Erasings = [.. Erase.Select(one => one.Erasing())],
    };

    /// <summary>Checks every value.</summary>
    /// <param name="key">The key of this record: <c>augmentation.strong</c>.</param>
    /// <exception cref="InputException">A value is out of range; named with its key.</exception>
    internal void Check(string key)
    {
        Require.That(
            Steps.Count > 0 && Steps.Distinct().Count() == Steps.Count, $"{key}.steps", $"[{string.Join(", ", Steps).ToLowerInvariant()}]",
            "one or more of blur, jitter and gray, each once");
        Require.Within($"{key}.blur_probability", BlurProbability, 0, 1);
        Require.That(
            BlurSigma is [> 0 and <= 100, > 0 and <= 100] && BlurSigma[0] <= BlurSigma[1], $"{key}.blur_sigma",
            $"[{string.Join(", ", BlurSigma)}]", "[least, largest], each above 0 and at most 100");
        Require.Within($"{key}.blur_radius", BlurRadius ?? 1, 1, 300);
        Require.Within($"{key}.jitter_probability", JitterProbability, 0, 1);
        Require.Within($"{key}.brightness", Brightness, 0, 1);
        Require.Within($"{key}.contrast", Contrast, 0, 1);
        Require.Within($"{key}.saturation", Saturation, 0, 1);
        Require.Within($"{key}.hue", Hue, 0, 0.5);
        Require.Within($"{key}.gray_probability", GrayProbability, 0, 1);
        foreach (var (place, one) in Erase.Index())
        {
            one.Check($"{key}.erase[{place}]");
        }
    }
}
