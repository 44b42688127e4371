using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Depths;

/// <summary>How stored numbers become depth: positive, larger is farther; not a number where nothing is known.</summary>
public sealed record DepthReading
{
    /// <summary>What the numbers mean: <c>metric</c>, <c>relative</c>, <c>inverse</c> or <c>inverse_with_offset</c>.</summary>
    public DepthKind Kind { get; init; } = DepthKind.Metric;

    /// <summary>Stored units a meter (of a 16-bit PNG often 256), above 0: numbers are divided by it.</summary>
    public double Units { get; init; } = 1;

    /// <summary>How many times farther the far end of an image is than the near one, of <c>inverse_with_offset</c>; above 1.</summary>
    public double FarOverNear { get; init; } = 20;

    /// <summary>Share of the pixels beyond each end, of <c>inverse_with_offset</c>; from 0 to below 0.5.</summary>
    public double Ends { get; init; } = 0.01;

    /// <summary>Checks every value.</summary>
    /// <param name="name">Where the settings stand, such as <c>depth</c>.</param>
    /// <exception cref="InputException">A value is out of range.</exception>
    public void Check(string name)
    {
        Require.Positive($"{name}.units", Units);
        Require.That(FarOverNear > 1 && double.IsFinite(FarOverNear), $"{name}.far_over_near", FarOverNear, "a number above 1");
        Require.That(Ends is >= 0 and < 0.5, $"{name}.ends", Ends, "from 0 to below 0.5");
    }

    /// <summary>The depth of stored numbers; 0, negative and infinite ones mean that nothing is known there.</summary>
    /// <param name="stored">The map as read.</param>
    /// <returns>Depth, NaN where unknown.</returns>
    public Plane<float> Read(Plane<float> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var depth = new Plane<float>(stored.Width, stored.Height, (float[])stored.Pixels.Clone());
        var (slope, offset) = Kind == DepthKind.InverseWithOffset ? Stretch(stored.Pixels) : (1.0, 0.0);
        for (var i = 0; i < depth.Pixels.Length; i++)
        {
            // Only an inverse with an offset may be 0 or below.
            var number = (double)depth.Pixels[i];
            var isKnown = double.IsFinite(number) && (number > 0 || Kind == DepthKind.InverseWithOffset);
            depth.Pixels[i] = !isKnown ? float.NaN : (float)(Kind switch
            {
                DepthKind.Metric or DepthKind.Relative => number / Units,
                DepthKind.Inverse => Units / number,
                _ => 1 / Math.Clamp((slope * number) + offset, 1 / (2 * FarOverNear), 2),
            });
        }

        return depth;
    }

    // The line that takes the far end to 1 / FarOverNear and the near end to 1; a flat map is all near.
    private (double Slope, double Offset) Stretch(float[] numbers)
    {
        var sorted = Array.FindAll(numbers, float.IsFinite);
        if (sorted.Length == 0)
        {
            return (0, 1);
        }

        Array.Sort(sorted);
        double far = sorted[(int)(Ends * (sorted.Length - 1))];
        double near = sorted[(int)((1 - Ends) * (sorted.Length - 1))];
        if (near <= far)
        {
            return (0, 1);
        }

        var slope = (1 - (1 / FarOverNear)) / (near - far);
        return (slope, 1 - (slope * near));
    }
}
