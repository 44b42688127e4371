using System.Runtime.Intrinsics;
using Panoptes.Imaging;
using Panoptes.PseudoLabels.Maps;

namespace Panoptes.PseudoLabels.Fields;

/// <summary>
/// Mean field in linear time: the smoothness kernel as two truncated passes, the color kernel on a permutohedral lattice. See
/// <see cref="ExactField"/> for what it approximates. Takes about 16 bytes a pixel and class, and 300 a pixel.
/// </summary>
public static unsafe class DenseField
{
    private const int Lanes = 8;

    /// <summary>Refines the probabilities of an image's pixels.</summary>
    /// <param name="image">The image.</param>
    /// <param name="probabilities">Of the classes, at least 0, of the image's size; 0 counts as 1e-30.</param>
    /// <param name="config">Kernels and count of updates.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <returns>The probabilities after the updates.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static ChannelMap Refine(RgbImage image, ChannelMap probabilities, DenseFieldConfig config, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(config);
        FieldSizes.Check(image, probabilities);
        var (width, height, classes) = (image.Width, image.Height, probabilities.Channels);
        var stride = (classes + Lanes - 1) / Lanes * Lanes;
        var logs = GC.AllocateUninitializedArray<float>(checked(width * height * stride));
        var current = GC.AllocateUninitializedArray<float>(logs.Length);
        var next = GC.AllocateUninitializedArray<float>(logs.Length);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, height, options, y =>
        {
            for (var i = y * width; i < (y + 1) * width; i++)
            {
                Start(probabilities.Of(i), logs.AsSpan(i * stride, stride), current.AsSpan(i * stride, stride));
            }
        });
        var lattice = config.ColorWeight > 0
            ? new PermutohedralLattice(image, config.PositionSigma, config.ColorSigma, threads)
            : null;
        var along = new SmoothTaps(width, config.SmoothSigma);
        var down = new SmoothTaps(height, config.SmoothSigma);
        var vertices = new float[checked((lattice?.Vertices ?? 0) * stride)];
        var spare = new float[vertices.Length];
        for (var step = 0; step < config.Iterations; step++)
        {
            var gathered = lattice?.Gather(current, stride, vertices, spare) ?? vertices;
            Parallel.For(0, height, options, () => new float[width * stride], (y, _, row) =>
            {
                fixed (float* from = current, to = next, log = logs, vertex = gathered, scratch = row)
                {
                    Down(from, scratch, down, y, height, width * stride);
                    for (var x = 0; x < width; x++)
                    {
                        var at = ((long)y * width) + x;
                        var target = to + (at * stride);
                        Add(log + (at * stride), scratch, along, x, width, stride, (float)config.SmoothWeight, target);
                        if (lattice is not null)
                        {
                            Add(lattice, (int)at, vertex, stride, (float)config.ColorWeight, target);
                        }

                        Softmax(target, stride);
                    }
                }

                return row;
            }, _ => { });
            (current, next) = (next, current);
        }

        return Unpadded(current, width, height, classes, stride, options);
    }

    private static void Start(ReadOnlySpan<float> probabilities, Span<float> logs, Span<float> current)
    {
        // Lanes beyond the classes never get any probability.
        logs.Fill(-1e30f);
        for (var c = 0; c < probabilities.Length; c++)
        {
            logs[c] = MathF.Log(Math.Max(probabilities[c], 1e-30f));
        }

        logs.CopyTo(current);
        fixed (float* row = current)
        {
            Softmax(row, current.Length);
        }
    }

    // A row of the map blurred across rows.
    private static void Down(float* from, float* to, SmoothTaps taps, int y, int height, int length)
    {
        for (var at = 0; at < length; at += Lanes)
        {
            var sum = Vector256<float>.Zero;
            for (var k = 0; k < taps.Count; k++)
            {
                var row = y + k - taps.Radius;
                if (row >= 0 && row < height)
                {
                    var tap = Vector256.Create(taps.Taps[(y * taps.Count) + k]);
                    sum = Vector256.FusedMultiplyAdd(tap, Vector256.Load(from + ((long)row * length) + at), sum);
                }
            }

            sum.Store(to + at);
        }
    }

    // Log-probabilities and the smoothness kernel's message.
    private static void Add(float* log, float* row, SmoothTaps taps, int x, int width, int stride, float weight, float* target)
    {
        var (first, last) = (Math.Max(0, x - taps.Radius), Math.Min(width - 1, x + taps.Radius));
        for (var lane = 0; lane < stride; lane += Lanes)
        {
            var sum = Vector256<float>.Zero;
            for (var u = first; u <= last; u++)
            {
                var tap = Vector256.Create(taps.Taps[(x * taps.Count) + u - x + taps.Radius]);
                sum = Vector256.FusedMultiplyAdd(tap, Vector256.Load(row + (u * stride) + lane), sum);
            }

            Vector256.FusedMultiplyAdd(Vector256.Create(weight), sum, Vector256.Load(log + lane)).Store(target + lane);
        }
    }

    // The color kernel's message.
    private static void Add(PermutohedralLattice lattice, int pixel, float* vertices, int stride, float weight, float* target)
    {
        var side = PermutohedralLattice.Side;
        for (var lane = 0; lane < stride; lane += Lanes)
        {
            var sum = Vector256<float>.Zero;
            for (var corner = pixel * side; corner < (pixel + 1) * side; corner++)
            {
                var row = Vector256.Load(vertices + ((long)lattice.Corners[corner] * stride) + lane);
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(lattice.Weights[corner]), row, sum);
            }

            Vector256.FusedMultiplyAdd(Vector256.Create(weight), sum, Vector256.Load(target + lane)).Store(target + lane);
        }
    }

    private static void Softmax(float* row, int stride)
    {
        var most = Vector256.Load(row);
        for (var lane = Lanes; lane < stride; lane += Lanes)
        {
            most = Vector256.Max(most, Vector256.Load(row + lane));
        }

        var largest = Vector128.Max(most.GetLower(), most.GetUpper());
        largest = Vector128.Max(largest, Vector128.Shuffle(largest, Vector128.Create(2, 3, 0, 1)));
        var top = Vector256.Create(Math.Max(largest[0], largest[1]));
        var sum = Vector256<float>.Zero;
        for (var lane = 0; lane < stride; lane += Lanes)
        {
            var power = Vector256.Exp(Vector256.Load(row + lane) - top);
            power.Store(row + lane);
            sum += power;
        }

        var scale = Vector256.Create(1 / Vector256.Sum(sum));
        for (var lane = 0; lane < stride; lane += Lanes)
        {
            (Vector256.Load(row + lane) * scale).Store(row + lane);
        }
    }

    private static ChannelMap Unpadded(float[] values, int width, int height, int classes, int stride, ParallelOptions options)
    {
        if (classes == stride)
        {
            return new ChannelMap(width, height, classes, values);
        }

        var map = new ChannelMap(width, height, classes);
        Parallel.For(0, height, options, y =>
        {
            for (var i = y * width; i < (y + 1) * width; i++)
            {
                values.AsSpan(i * stride, classes).CopyTo(map.Of(i));
            }
        });
        return map;
    }
}
