using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Panoptes.Imaging.Photometrics;

/// <summary>
/// Blur by a Gaussian, sampled at whole pixels and normalized to 1, down the columns and then along the rows; beyond the border the
/// border's pixels repeat. Rounded to 8 bits once, at the end.
/// </summary>
public static class GaussianBlur
{
    /// <summary>How many pixels around a pixel are blended where nothing is said: three standard deviations.</summary>
    /// <param name="sigma">The Gaussian's standard deviation in pixels.</param>
    public static int RadiusOf(double sigma) => Math.Max(1, (int)Math.Ceiling(3 * sigma));

    /// <summary>Blurs an image in place.</summary>
    /// <param name="image">The image; changed.</param>
    /// <param name="sigma">The Gaussian's standard deviation in pixels, above 0.</param>
    /// <param name="radius">How many pixels on each side are blended; <see cref="RadiusOf"/> where null.</param>
    public static void Apply(RgbImage image, double sigma, int? radius = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        var weights = Weights(sigma, radius ?? RadiusOf(sigma));
        var (reach, stride) = (weights.Length / 2, 3 * image.Width);

        // A window of source rows as floating-point numbers: row y lies at y modulo its height.
        var window = ArrayPool<float>.Shared.Rent(weights.Length * stride);
        var blended = ArrayPool<float>.Shared.Rent(stride + (6 * reach));
        var summed = ArrayPool<float>.Shared.Rent(stride);
        try
        {
            var read = 0;
            for (var y = 0; y < image.Height; y++)
            {
                for (; read <= Math.Min(y + reach, image.Height - 1); read++)
                {
                    Widen(image.Row(read), window.AsSpan(read % weights.Length * stride, stride));
                }

                var row = blended.AsSpan(0, stride + (6 * reach));
                row.Clear();
                for (var k = -reach; k <= reach; k++)
                {
                    var from = Math.Clamp(y + k, 0, image.Height - 1) % weights.Length;
                    Add(window.AsSpan(from * stride, stride), weights[k + reach], row.Slice(3 * reach, stride));
                }

                Along(row, weights, summed.AsSpan(0, stride), image.Row(y));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(window);
            ArrayPool<float>.Shared.Return(blended);
            ArrayPool<float>.Shared.Return(summed);
        }
    }

    /// <summary>The weights from -radius to radius, which add up to 1.</summary>
    internal static float[] Weights(double sigma, int radius)
    {
        var weights = Enumerable.Range(-radius, (2 * radius) + 1).Select(k => Math.Exp(-k * k / (2 * sigma * sigma))).ToArray();
        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
    }

    private static void Along(Span<float> row, float[] weights, Span<float> sums, Span<byte> pixels)
    {
        var edge = 3 * (weights.Length / 2);
        for (var i = 0; i < edge; i++)
        {
            row[i] = row[edge + (i % 3)];
            row[edge + sums.Length + i] = row[edge + sums.Length - 3 + (i % 3)];
        }

        sums.Clear();
        for (var k = 0; k < weights.Length; k++)
        {
            Add(row.Slice(3 * k, sums.Length), weights[k], sums);
        }

        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(sums[i] + 0.5f);
        }
    }

    private static void Widen(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            values[i] = pixels[i];
        }
    }

    private static void Add(ReadOnlySpan<float> values, float weight, Span<float> sums)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(values);
        var to = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += from[i] * weight;
        }

        for (var i = to.Length * Vector<float>.Count; i < sums.Length; i++)
        {
            sums[i] += values[i] * weight;
        }
    }
}
