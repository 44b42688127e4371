using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Panoptes.Imaging.Photometrics;

/// <summary>
/// Blur by a Gaussian, sampled at whole pixels and normalized to 1, down the columns and then along the rows; beyond the border the
/// border's pixels repeat. Rounded to whole levels once, at the end.
/// </summary>
public static class GaussianBlur
{
    /// <summary>How many pixels around a pixel are blended where nothing is said: three standard deviations.</summary>
    /// <param name="sigma">The Gaussian's standard deviation in pixels.</param>
    public static int RadiusOf(double sigma) => Math.Max(1, (int)Math.Ceiling(3 * sigma));

    /// <summary>Blurs a channel in place.</summary>
    /// <param name="levels">Height * width levels of 0 to 255; changed to whole ones.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="sigma">The Gaussian's standard deviation in pixels, above 0.</param>
    /// <param name="radius">How many pixels on each side are blended; <see cref="RadiusOf"/> where null.</param>
    public static void Apply(Span<float> levels, int width, double sigma, int? radius = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        var weights = Weights(sigma, radius ?? RadiusOf(sigma));
        var (reach, height) = (weights.Length / 2, levels.Length / width);

        // Rows of whole vectors, so that nothing is left over: a window of source rows, row y at y modulo its height, and one row with
        // room for its repeated ends.
        var stride = RoundUp(width);
        var window = ArrayPool<float>.Shared.Rent(weights.Length * stride);
        var wide = ArrayPool<float>.Shared.Rent(stride + RoundUp(2 * reach));
        var blended = ArrayPool<float>.Shared.Rent(stride);
        try
        {
            var read = 0;
            var offsets = new int[weights.Length];
            for (var y = 0; y < height; y++)
            {
                for (; read <= Math.Min(y + reach, height - 1); read++)
                {
                    levels.Slice(read * width, width).CopyTo(window.AsSpan(read % weights.Length * stride, stride));
                }

                for (var k = 0; k < offsets.Length; k++)
                {
                    offsets[k] = Math.Clamp(y + k - reach, 0, height - 1) % weights.Length * stride;
                }

                Sum(window, offsets, weights, blended.AsSpan(0, stride), isLast: false);
                wide.AsSpan(0, reach).Fill(blended[0]);
                blended.AsSpan(0, width).CopyTo(wide.AsSpan(reach));
                wide.AsSpan(reach + width, reach).Fill(blended[width - 1]);
                for (var k = 0; k < offsets.Length; k++)
                {
                    offsets[k] = k;
                }

                Sum(wide, offsets, weights, blended.AsSpan(0, stride), isLast: true);
                blended.AsSpan(0, width).CopyTo(levels.Slice(y * width, width));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(window);
            ArrayPool<float>.Shared.Return(wide);
            ArrayPool<float>.Shared.Return(blended);
        }
    }

    /// <summary>The weights from -radius to radius, which add up to 1.</summary>
    private static float[] Weights(double sigma, int radius)
    {
        var weights = Enumerable.Range(-radius, (2 * radius) + 1).Select(k => Math.Exp(-k * k / (2 * sigma * sigma))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => (float)(weight / sum))];
    }

    private static int RoundUp(int length) => (length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    // The weighted sum of rows that begin at offsets; whole levels where it is the last.
    private static void Sum(float[] from, int[] offsets, float[] weights, Span<float> sums, bool isLast)
    {
        ref var source = ref MemoryMarshal.GetArrayDataReference(from);
        var half = isLast ? new Vector<float>(0.5f) : Vector<float>.Zero;
        for (var i = 0; i < sums.Length; i += Vector<float>.Count)
        {
            var sum = half;
            for (var k = 0; k < offsets.Length; k++)
            {
                sum += Vector.LoadUnsafe(ref source, (nuint)(offsets[k] + i)) * weights[k];
            }

            (isLast ? Vector.Floor(sum) : sum).CopyTo(sums[i..]);
        }
    }
}
