using Panoptes.Imaging;
using Panoptes.PseudoLabels.Maps;

namespace Panoptes.PseudoLabels.Fields;

/// <summary>
/// Mean field over all pairs of pixels in double precision: what the fast way is held against. Its time grows with the square of the
/// pixels: 64x64 is a second, 256x256 minutes.
/// </summary>
public static class ExactField
{
    private const int ColorDistances = (3 * 255 * 255) + 1;

    /// <summary>The probabilities after the updates: Q(i, l) = softmax over l of log p(i, l) + sum of w k(i, j) Q(j, l).</summary>
    /// <param name="image">The image.</param>
    /// <param name="probabilities">Of the classes, (pixel, class), at least 0, of the image's size; 0 counts as 1e-30.</param>
    /// <param name="config">Kernels and count of updates.</param>
    /// <param name="convention">How kernels are scaled.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <returns>Q, (pixel, class).</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double[] Run(
        RgbImage image, ChannelMap probabilities, DenseFieldConfig config, KernelConvention convention = KernelConvention.Symmetric,
        int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(config);
        FieldSizes.Check(image, probabilities);
        var (count, classes) = (probabilities.Pixels, probabilities.Channels);
        var logs = Array.ConvertAll(probabilities.Values, p => Math.Log(Math.Max(p, 1e-30)));
        var field = new Kernels(image, config, convention is KernelConvention.SymmetricWithoutSelf or KernelConvention.PlainWithoutSelf);
        var (smooth, color) = (new double[count], new double[count]);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, count, options, i => (smooth[i], color[i]) = field.Sums(i));
        var ((smoothOut, smoothIn), (colorOut, colorIn)) = (Scales(smooth, convention), Scales(color, convention));
        var current = (double[])logs.Clone();
        Softmax(current, classes);
        var next = new double[current.Length];
        for (var step = 0; step < config.Iterations; step++)
        {
            Parallel.For(0, count, options, i =>
            {
                var row = next.AsSpan(i * classes, classes);
                logs.AsSpan(i * classes, classes).CopyTo(row);
                for (var j = 0; j < count; j++)
                {
                    var (k1, k2) = field.Of(i, j);
                    var weight = (config.SmoothWeight * k1 * smoothOut[i] * smoothIn[j])
                        + (config.ColorWeight * k2 * colorOut[i] * colorIn[j]);
                    var other = current.AsSpan(j * classes, classes);
                    for (var c = 0; c < row.Length; c++)
                    {
                        row[c] += weight * other[c];
                    }
                }
            });
            Softmax(next, classes);
            (current, next) = (next, current);
        }

        return current;
    }

    // By what a message is multiplied where it arrives, and where it comes from.
    private static (double[] Out, double[] In) Scales(double[] sums, KernelConvention convention)
    {
        var roots = Array.ConvertAll(sums, sum => 1 / Math.Sqrt(Math.Max(sum, 1e-300)));
        var ones = Array.ConvertAll(sums, _ => 1.0);
        return convention switch
        {
            KernelConvention.Symmetric or KernelConvention.SymmetricWithoutSelf => (roots, roots),
            KernelConvention.Rows => (Array.ConvertAll(roots, root => root * root), ones),
            _ => (ones, ones),
        };
    }

    private static void Softmax(double[] logits, int classes)
    {
        for (var start = 0; start < logits.Length; start += classes)
        {
            var row = logits.AsSpan(start, classes);
            var (most, sum) = (double.NegativeInfinity, 0.0);
            foreach (var logit in row)
            {
                most = Math.Max(most, logit);
            }

            foreach (ref var logit in row)
            {
                logit = Math.Exp(logit - most);
                sum += logit;
            }

            foreach (ref var logit in row)
            {
                logit /= sum;
            }
        }
    }

    // Both kernels from tables: distances in position and color are whole numbers.
    private sealed class Kernels(RgbImage image, DenseFieldConfig config, bool withoutSelf)
    {
        private readonly double[] near = Table(Square(image.Width) + Square(image.Height) + 1, config.SmoothSigma);
        private readonly double[] far = Table(Square(image.Width) + Square(image.Height) + 1, config.PositionSigma);
        private readonly double[] alike = Table(ColorDistances, config.ColorSigma);

        public (double Smooth, double Color) Of(int i, int j)
        {
            if (withoutSelf && i == j)
            {
                return (0, 0);
            }

            var (y, x) = Math.DivRem(i, image.Width);
            var (v, u) = Math.DivRem(j, image.Width);
            var distance = Square(x - u) + Square(y - v);
            ReadOnlySpan<byte> a = image.Pixels.AsSpan(3 * i, 3), b = image.Pixels.AsSpan(3 * j, 3);
            return (near[distance], far[distance] * alike[Square(a[0] - b[0]) + Square(a[1] - b[1]) + Square(a[2] - b[2])]);
        }

        public (double Smooth, double Color) Sums(int i)
        {
            var (smooth, color) = (0.0, 0.0);
            for (var j = 0; j < image.Width * image.Height; j++)
            {
                var (k1, k2) = Of(i, j);
                (smooth, color) = (smooth + k1, color + k2);
            }

            return (smooth, color);
        }

        private static int Square(int number) => number * number;

        private static double[] Table(int size, double sigma) =>
            [.. Enumerable.Range(0, size).Select(distance => Math.Exp(-distance / (2 * sigma * sigma)))];
    }
}
