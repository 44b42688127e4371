using System.Buffers;

namespace Panoptes.Imaging.Photometrics;

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

    /// <summary>True where nothing is done.</summary>
    public bool IsIdentity => Brightness is null && Contrast is null && Saturation is null && Hue is null;

    /// <summary>Distorts an image in place.</summary>
    /// <param name="image">The image; changed.</param>
    public void Apply(RgbImage image)
    {
        if (IsIdentity)
        {
            return;
        }

        var kernel = new PhotometricKernel(this);
        var buffer = ArrayPool<int>.Shared.Rent(image.Width);
        try
        {
            var pixels = buffer.AsSpan(0, image.Width);
            for (var y = 0; y < image.Height; y++)
            {
                RgbxRow.Unpack(image.Row(y), pixels);
                kernel.Apply(pixels);
                RgbxRow.Pack(pixels, image.Row(y));
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(buffer);
        }
    }
}
