using System.Numerics;
using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Edges;

/// <summary>
/// How strong an edge of an image is at every pixel, against its surroundings: the root of the largest channel's Sobel magnitude after
/// a Gaussian of 1 pixel, divided by its mean over 41 x 41 pixels (section 12.5 of the specification of pseudo-labels). 1 is as much as
/// around it; label boundaries that fit the image lie on 1.2 to 2. All filters repeat the border.
/// </summary>
public static class EdgeEnergy
{
    private const int Radius = 4;
    private const int Window = 20;
    private const double Floor = 1e-6;

    /// <summary>Computes the energy of an image.</summary>
    /// <param name="image">Any color image.</param>
    /// <returns>As large as the image, not negative.</returns>
    public static Plane<float> Of(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var largest = new float[image.Width * image.Height];
        var (padded, blurred) = (new float[image.Width + (2 * Radius)], new Plane<float>(image.Width, image.Height));
        var down = new Plane<float>(image.Width, image.Height);
        for (var channel = 0; channel < 3; channel++)
        {
            BlurAlong(image, channel, padded, blurred);
            BlurDown(blurred, down);
            TakeGradient(down, largest);
        }

        for (var i = 0; i < largest.Length; i++)
        {
            largest[i] = MathF.Sqrt(MathF.Sqrt(largest[i]));
        }

        return Relative(new Plane<float>(image.Width, image.Height, largest), blurred);
    }

    private static float[] Gaussian { get; } = MakeGaussian();

    private static float[] MakeGaussian()
    {
        var weights = Enumerable.Range(-Radius, (2 * Radius) + 1).Select(i => Math.Exp(-0.5 * i * i)).ToArray();
        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
    }

    private static void BlurAlong(RgbImage image, int channel, float[] padded, Plane<float> output)
    {
        for (var y = 0; y < image.Height; y++)
        {
            var source = image.Row(y);
            for (var x = 0; x < image.Width; x++)
            {
                padded[x + Radius] = source[(3 * x) + channel];
            }

            padded.AsSpan(0, Radius).Fill(padded[Radius]);
            padded.AsSpan(Radius + image.Width).Fill(padded[Radius + image.Width - 1]);
            var row = output.Row(y);
            row.Clear();
            for (var k = 0; k < Gaussian.Length; k++)
            {
                AddScaled(padded.AsSpan(k, image.Width), Gaussian[k], row);
            }
        }
    }

    private static void BlurDown(Plane<float> input, Plane<float> output)
    {
        for (var y = 0; y < input.Height; y++)
        {
            var row = output.Row(y);
            row.Clear();
            for (var k = 0; k < Gaussian.Length; k++)
            {
                AddScaled(input.Row(Math.Clamp(y + k - Radius, 0, input.Height - 1)), Gaussian[k], row);
            }
        }
    }

    /// <summary>Raises a plane to the squared Sobel magnitude of a channel, where that is larger.</summary>
    private static void TakeGradient(Plane<float> channel, float[] largest)
    {
        var (width, height) = (channel.Width, channel.Height);
        var (smooth, slope) = (new float[width + 2], new float[width + 2]);
        for (var y = 0; y < height; y++)
        {
            var above = channel.Row(Math.Max(0, y - 1));
            var here = channel.Row(y);
            var below = channel.Row(Math.Min(height - 1, y + 1));
            for (var x = 0; x < width; x++)
            {
                smooth[x + 1] = above[x] + (2 * here[x]) + below[x];
                slope[x + 1] = below[x] - above[x];
            }

            (smooth[0], slope[0], smooth[^1], slope[^1]) = (smooth[1], slope[1], smooth[^2], slope[^2]);
            var output = largest.AsSpan(y * width, width);
            var x0 = 0;
            for (; x0 <= width - Vector<float>.Count; x0 += Vector<float>.Count)
            {
                var across = new Vector<float>(smooth, x0 + 2) - new Vector<float>(smooth, x0);
                var along = new Vector<float>(slope, x0) + (2 * new Vector<float>(slope, x0 + 1)) + new Vector<float>(slope, x0 + 2);
                Vector.Max(new Vector<float>(output[x0..]), (across * across) + (along * along)).CopyTo(output[x0..]);
            }

            for (; x0 < width; x0++)
            {
                var (across, along) = (smooth[x0 + 2] - smooth[x0], slope[x0] + (2 * slope[x0 + 1]) + slope[x0 + 2]);
                output[x0] = Math.Max(output[x0], (across * across) + (along * along));
            }
        }
    }

    /// <summary>Divides by the mean of the surroundings; sums in double, so that running sums do not drift.</summary>
    private static Plane<float> Relative(Plane<float> energy, Plane<float> output)
    {
        var (width, height) = (energy.Width, energy.Height);
        var columns = new double[width + (2 * Window)];
        for (var row = -Window; row <= Window; row++)
        {
            Add(energy.Row(Math.Clamp(row, 0, height - 1)), 1, columns.AsSpan(Window, width));
        }

        var area = (double)((2 * Window) + 1) * ((2 * Window) + 1);
        for (var y = 0; y < height; y++)
        {
            columns.AsSpan(0, Window).Fill(columns[Window]);
            columns.AsSpan(Window + width).Fill(columns[Window + width - 1]);
            var sum = 0.0;
            for (var k = 0; k < 2 * Window; k++)
            {
                sum += columns[k];
            }

            for (var x = 0; x < width; x++)
            {
                sum += columns[x + (2 * Window)];
                output[x, y] = (float)(energy[x, y] / ((sum / area) + Floor));
                sum -= columns[x];
            }

            Add(energy.Row(Math.Clamp(y + Window + 1, 0, height - 1)), 1, columns.AsSpan(Window, width));
            Add(energy.Row(Math.Clamp(y - Window, 0, height - 1)), -1, columns.AsSpan(Window, width));
        }

        return output;
    }

    private static void Add(ReadOnlySpan<float> row, int sign, Span<double> sums)
    {
        for (var x = 0; x < row.Length; x++)
        {
            sums[x] += sign * (double)row[x];
        }
    }

    private static void AddScaled(ReadOnlySpan<float> source, float weight, Span<float> output)
    {
        var x = 0;
        for (; x <= output.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            (new Vector<float>(output[x..]) + (new Vector<float>(source[x..]) * weight)).CopyTo(output[x..]);
        }

        for (; x < output.Length; x++)
        {
            output[x] += source[x] * weight;
        }
    }
}
