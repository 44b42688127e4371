namespace Panoptes.Metrics.Pixels;

/// <summary>
/// Boundaries by erosion: a map less its minimum over a square window, with zeros around the image. For a binary mask it is
/// the band of <c>radius</c> pixels inside the outline (Cheng et al. 2021, "Boundary IoU"); detectron2's SemSegEvaluator
/// takes it of the label map itself.
/// </summary>
public static class LabelBoundary
{
    /// <summary>The share of the image's diagonal that the band is wide.</summary>
    public const double DilationRatio = 0.02;

    /// <summary>Width of the band in pixels: the rounded share of the diagonal, at least 1.</summary>
    public static int Radius(int width, int height, double ratio = DilationRatio) =>
        Math.Max(1, (int)Math.Round(ratio * Math.Sqrt(((double)height * height) + ((double)width * width)), MidpointRounding.ToEven));

    /// <summary>The map less its erosion.</summary>
    /// <param name="map">width * height values, row-major.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="radius">Half the window, at least 1: it spans 2 * radius + 1 pixels.</param>
    public static byte[] Of(ReadOnlySpan<byte> map, int width, int height, int radius)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(radius);
        if (map.Length != width * height)
        {
            throw new ArgumentException($"{map.Length} pixels for {width}x{height}", nameof(map));
        }

        var boundary = map.ToArray();
        var window = (2 * radius) + 1;
        if (window > width || window > height)
        {
            return boundary;
        }

        // Minima over spans of 1, 2, 4, ... pixels, first along rows and then along columns; two spans make any window.
        var eroded = map.ToArray();
        for (var y = 0; y < height; y++)
        {
            Minima(eroded.AsSpan(y * width, width), width - window + 1, window, 1);
        }

        Minima(eroded, (height - window + 1) * width, window, width);
        for (var y = radius; y < height - radius; y++)
        {
            for (var x = radius; x < width - radius; x++)
            {
                boundary[(y * width) + x] -= eroded[((y - radius) * width) + x - radius];
            }
        }

        return boundary;
    }

    // Afterwards values[i] is the minimum of the window values from i on, a stride apart, for i below count.
    private static void Minima(Span<byte> values, int count, int window, int stride)
    {
        var span = 1;
        while (span * 2 <= window)
        {
            Lower(values[..(count + ((window - (2 * span)) * stride))], values[(span * stride)..]);
            span *= 2;
        }

        Lower(values[..count], values[((window - span) * stride)..]);
    }

    private static void Lower(Span<byte> values, ReadOnlySpan<byte> others)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Min(values[i], others[i]);
        }
    }
}
