namespace Panoptes.Imaging.Photometrics;

/// <summary>A change of an image's colors.</summary>
public enum ImageChangeKind
{
    /// <summary>Blur; the amount is the Gaussian's standard deviation in pixels.</summary>
    Blur,

    /// <summary>Brightness; the amount is a factor.</summary>
    Brightness,

    /// <summary>Contrast, about the image's mean gray; the amount is a factor.</summary>
    Contrast,

    /// <summary>Saturation, about each pixel's gray; the amount is a factor.</summary>
    Saturation,

    /// <summary>Hue; the amount is a share of the full circle.</summary>
    Hue,

    /// <summary>Three equal channels; without an amount.</summary>
    Gray,
}

/// <summary>One change of an image's colors.</summary>
/// <param name="Kind">What is changed.</param>
/// <param name="Amount">How much, by its kind.</param>
public readonly record struct ImageChange(ImageChangeKind Kind, double Amount = 0);

/// <summary>What is done to the colors of one image for a strongly augmented view, all drawn.</summary>
/// <param name="Changes">The changes, in this order.</param>
public sealed record StrongPlan(IReadOnlyList<ImageChange> Changes)
{
    /// <summary>How many pixels on each side a blur blends; <see cref="GaussianBlur.RadiusOf"/> where null.</summary>
    public int? BlurRadius { get; init; }

    /// <summary>Changes an image in place; it is rounded to 8 bits after each change.</summary>
    /// <param name="image">The image; changed.</param>
    public void Apply(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        foreach (var (kind, amount) in Changes)
        {
            switch (kind)
            {
                case ImageChangeKind.Blur: GaussianBlur.Apply(image, amount, BlurRadius); break;
                case ImageChangeKind.Brightness: ColorChanges.Brightness(image, amount); break;
                case ImageChangeKind.Contrast: ColorChanges.Contrast(image, amount); break;
                case ImageChangeKind.Saturation: ColorChanges.Saturation(image, amount); break;
                case ImageChangeKind.Hue: ColorChanges.Hue(image, amount); break;
                default: ColorChanges.Gray(image); break;
            }
        }
    }
}
