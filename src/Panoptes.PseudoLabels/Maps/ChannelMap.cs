namespace Panoptes.PseudoLabels.Maps;

/// <summary>Several numbers a pixel in plain memory: features, logits or log-probabilities. Pixel by pixel, row by row.</summary>
public sealed class ChannelMap
{
    /// <summary>Wraps numbers that the caller hands over.</summary>
    /// <param name="width">Width in pixels, above 0.</param>
    /// <param name="height">Height in pixels, above 0.</param>
    /// <param name="channels">Numbers a pixel, above 0.</param>
    /// <param name="values">height * width * channels numbers, the channels of a pixel side by side; not copied.</param>
    /// <exception cref="ArgumentException">The count of numbers is another one.</exception>
    public ChannelMap(int width, int height, int channels, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentNullException.ThrowIfNull(values);
        if (values.LongLength != (long)width * height * channels)
        {
            throw new ArgumentException($"{values.LongLength} numbers given for {width}x{height} of {channels}", nameof(values));
        }

        (Width, Height, Channels, Values) = (width, height, channels, values);
    }

    /// <summary>A map of zeros.</summary>
    public ChannelMap(int width, int height, int channels)
        : this(width, height, channels, new float[checked(width * height * channels)])
    {
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Numbers a pixel.</summary>
    public int Channels { get; }

    /// <summary>Width times height.</summary>
    public int Pixels => Width * Height;

    /// <summary>All numbers, the channels of a pixel side by side.</summary>
    public float[] Values { get; }

    /// <summary>The channels of a pixel.</summary>
    /// <param name="pixel">Its place, row by row.</param>
    public Span<float> Of(int pixel) => Values.AsSpan(pixel * Channels, Channels);
}
