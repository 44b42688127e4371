namespace Panoptes.Imaging;

/// <summary>What a photometric distortion does to one image, all drawn. A step that is null is left out.</summary>
public sealed record PhotometricPlan
{
    /// <summary>Levels added to every channel.</summary>
    public double? Brightness { get; init; }

    /// <summary>Factor on every channel.</summary>
    public double? Contrast { get; init; }

    /// <summary>Whether contrast comes before saturation and hue.</summary>
    public bool ContrastFirst { get; init; }

    /// <summary>Factor on the saturation of HSV.</summary>
    public double? Saturation { get; init; }

    /// <summary>Added to the hue of HSV, modulo 180, in units of 2 degrees.</summary>
    public int? Hue { get; init; }

    /// <summary>Distorts an image in place.</summary>
    public void Apply(RgbImage image) => throw new NotImplementedException();
}
