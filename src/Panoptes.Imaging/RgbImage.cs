namespace Panoptes.Imaging;

/// <summary>A color image in plain memory: 8 bits a channel, R G B interleaved, row-major, no padding.</summary>
public sealed class RgbImage
{
    /// <summary>Wraps pixels that the caller hands over.</summary>
    /// <param name="width">Width in pixels, above 0.</param>
    /// <param name="height">Height in pixels, above 0.</param>
    /// <param name="pixels">3 * width * height bytes; not copied.</param>
    /// <exception cref="ArgumentException">The count of bytes is not 3 * width * height.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.LongLength != 3L * width * height)
        {
            throw new ArgumentException($"{pixels.LongLength} bytes given for {width}x{height} RGB", nameof(pixels));
        }

        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>A black image.</summary>
    public RgbImage(int width, int height)
        : this(width, height, new byte[checked(3 * width * height)])
    {
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>All bytes, R G B interleaved, row-major.</summary>
    public byte[] Pixels { get; }

    /// <summary>The 3 * Width bytes of row y.</summary>
    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * 3, Width * 3);

    /// <summary>An image whose pixels the caller is about to write: the given one where its size fits, or a new one.</summary>
    internal static RgbImage Uninitialized(int width, int height, RgbImage? reuse) =>
        reuse?.Width == width && reuse.Height == height
            ? reuse
            : new RgbImage(width, height, GC.AllocateUninitializedArray<byte>(checked(3 * width * height)));
}
