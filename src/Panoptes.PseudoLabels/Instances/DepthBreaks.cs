using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Instances;

/// <summary>Where depth jumps: the 3x3 Sobel gradient (over 8) of log depth above a threshold, widened.</summary>
internal static class DepthBreaks
{
    /// <summary>Finds the breaks inside a mask.</summary>
    /// <param name="logs">Log depth, row by row; NaN where unknown, which is a break too.</param>
    /// <param name="mask">Pixels of the class, not 0.</param>
    /// <param name="gradient">Above it is a break.</param>
    /// <param name="dilation">By how many pixels breaks grow, in squares.</param>
    /// <param name="extent">
    /// Where the gradient is taken. It is not taken where one of the 3x3 pixels is unknown; the image's edge is repeated outwards, and with
    /// <see cref="GradientExtent.Mask"/> a pixel beyond the mask counts as the center.
    /// </param>
    /// <returns>1 at breaks.</returns>
    public static Plane<byte> Find(double[] logs, Plane<byte> mask, double gradient, int dilation, GradientExtent extent)
    {
        var (width, height) = (mask.Width, mask.Height);
        var breaks = new Plane<byte>(width, height);
        Span<double> around = stackalloc double[9];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = (y * width) + x;
                if (extent == GradientExtent.Mask && mask.Pixels[at] == 0)
                {
                    continue;
                }

                var isKnown = !double.IsNaN(logs[at]);
                for (var k = 0; k < 9; k++)
                {
                    var (u, v) = (Math.Clamp(x + (k % 3) - 1, 0, width - 1), Math.Clamp(y + (k / 3) - 1, 0, height - 1));
                    var other = (v * width) + u;
                    around[k] = extent == GradientExtent.Mask && mask.Pixels[other] == 0 ? logs[at] : logs[other];
                }

                breaks.Pixels[at] = !isKnown || Steepness(around) > gradient ? (byte)1 : (byte)0;
            }
        }

        return dilation == 0 ? breaks : Widen(breaks, dilation);
    }

    // NaN, which is not above any threshold, where a neighbor is unknown.
    private static double Steepness(ReadOnlySpan<double> n)
    {
        var gx = (n[2] - n[0] + (2 * (n[5] - n[3])) + n[8] - n[6]) / 8;
        var gy = (n[6] - n[0] + (2 * (n[7] - n[1])) + n[8] - n[2]) / 8;
        return Math.Sqrt((gx * gx) + (gy * gy));
    }

    private static Plane<byte> Widen(Plane<byte> breaks, int by)
    {
        var (width, height) = (breaks.Width, breaks.Height);
        var along = new Plane<byte>(width, height);
        for (var y = 0; y < height; y++)
        {
            Spread(breaks.Pixels, along.Pixels, y * width, 1, width, by);
        }

        var wide = new Plane<byte>(width, height);
        for (var x = 0; x < width; x++)
        {
            Spread(along.Pixels, wide.Pixels, x, width, height, by);
        }

        return wide;
    }

    private static void Spread(byte[] from, byte[] to, int start, int step, int count, int by)
    {
        var last = int.MinValue / 2;
        for (var i = 0; i < count + by; i++)
        {
            last = i < count && from[start + (i * step)] != 0 ? i : last;
            if (i - by is >= 0 and var middle && middle < count && middle - last <= by)
            {
                to[start + (middle * step)] = 1;
            }
        }
    }
}
