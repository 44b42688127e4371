namespace Panoptes.Imaging;

/// <summary>One channel of an image in plain memory: class ids, instance ids, depth, weights. Row-major, no padding.</summary>
/// <typeparam name="T">Pixel type: byte, ushort, int or float.</typeparam>
public sealed class Plane<T>
    where T : unmanaged
{
    /// <summary>Wraps pixels that the caller hands over.</summary>
    /// <param name="width">Width in pixels, above 0.</param>
    /// <param name="height">Height in pixels, above 0.</param>
    /// <param name="pixels">width * height values, row-major; not copied.</param>
    /// <exception cref="ArgumentException">The count of pixels is not width * height.</exception>
    public Plane(int width, int height, T[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.LongLength != (long)width * height)
        {
            throw new ArgumentException($"{pixels.LongLength} pixels given for {width}x{height}", nameof(pixels));
        }

        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>A plane of zeros.</summary>
    public Plane(int width, int height)
        : this(width, height, new T[checked(width * height)])
    {
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>All pixels, row-major.</summary>
    public T[] Pixels { get; }

    /// <summary>The pixel in column x of row y.</summary>
    public T this[int x, int y]
    {
        get => Pixels[(y * Width) + x];
        set => Pixels[(y * Width) + x] = value;
    }

    /// <summary>Row y.</summary>
    public Span<T> Row(int y) => Pixels.AsSpan(y * Width, Width);

    /// <summary>A plane of the same size of what becomes of each pixel.</summary>
    /// <param name="of">What becomes of a value.</param>
    /// <typeparam name="TOut">The new pixel type.</typeparam>
    public Plane<TOut> Map<TOut>(Func<T, TOut> of)
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(of);
        return new Plane<TOut>(Width, Height, Array.ConvertAll(Pixels, of.Invoke));
    }
}
