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

    /// <summary>What is erased behind the changes.</summary>
    public IReadOnlyList<ErasedPart> Erased { get; init; } = [];

    /// <summary>Whether the image stays as it is.</summary>
    public bool IsNothing => Changes.Count == 0 && Erased.Count == 0;

    /// <summary>Changes an image in place; it is rounded to 8 bits after each change.</summary>
    /// <param name="image">The image; changed.</param>
    public void Apply(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var planes = LevelPlanes.Of(image);
        Apply(planes);
        planes.CopyTo(image);
    }

    /// <summary>Changes an image in place; it is rounded to whole levels after each change.</summary>
    /// <param name="planes">The image's channels, in whole levels; changed.</param>
    public void Apply(LevelPlanes planes)
    {
        ArgumentNullException.ThrowIfNull(planes);
        foreach (var change in Changes)
        {
            Apply(planes, change.Kind, change.Amount);
        }

        foreach (var part in Erased)
        {
            part.Apply(planes);
        }
    }

    private void Apply(LevelPlanes planes, ImageChangeKind kind, double amount)
    {
        var r = planes.Padded(0);
        var g = planes.Padded(1);
        var b = planes.Padded(2);
        switch (kind)
        {
            case ImageChangeKind.Blur:
                for (var channel = 0; channel < 3; channel++)
                {
                    GaussianBlur.Apply(planes[channel], planes.Width, amount, BlurRadius);
                }

                break;
            case ImageChangeKind.Brightness: ColorChanges.Brightness(planes.All, amount); break;
            case ImageChangeKind.Contrast:
                ColorChanges.Contrast(planes.All, r, g, b, planes.Width * planes.Height, amount);
                break;
            case ImageChangeKind.Saturation: ColorChanges.Saturation(r, g, b, amount); break;
            case ImageChangeKind.Hue: ColorChanges.Hue(r, g, b, amount); break;
            default: ColorChanges.Saturation(r, g, b, 0); break;
        }
    }
}
