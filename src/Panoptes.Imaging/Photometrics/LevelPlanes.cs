using System.Numerics;

namespace Panoptes.Imaging.Photometrics;

/// <summary>
/// The channels of an image as planes of floating-point levels, 0 to 255: where colors are changed many pixels at a time. Each plane is
/// whole vectors long.
/// </summary>
public sealed class LevelPlanes
{
    private readonly float[] levels;
    private readonly int stride;

    /// <summary>Planes of zeros.</summary>
    /// <param name="width">Width in pixels, above 0.</param>
    /// <param name="height">Height in pixels, above 0.</param>
    public LevelPlanes(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (Width, Height) = (width, height);
        stride = checked((width * height) + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        levels = new float[3 * stride];
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>All planes with what lies behind their pixels.</summary>
    internal Span<float> All => levels;

    /// <summary>The levels of a channel, row by row.</summary>
    /// <param name="channel">0 for red, 1 for green, 2 for blue.</param>
    public Span<float> this[int channel] => levels.AsSpan(channel * stride, Width * Height);

    /// <summary>The levels of an image.</summary>
    public static LevelPlanes Of(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var planes = new LevelPlanes(image.Width, image.Height);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            planes.levels[(i % 3 * planes.stride) + (i / 3)] = image.Pixels[i];
        }

        return planes;
    }

    /// <summary>A plane with what lies behind its pixels.</summary>
    internal Span<float> Padded(int channel) => levels.AsSpan(channel * stride, stride);

    /// <summary>Writes the levels into an image of the size.</summary>
    internal void CopyTo(RgbImage image)
    {
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)levels[(i % 3 * stride) + (i / 3)];
        }
    }
}
