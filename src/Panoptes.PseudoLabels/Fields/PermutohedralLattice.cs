using System.Runtime.Intrinsics;
using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Fields;

/// <summary>
/// A Gaussian kernel over position and color, near enough and in linear time: values are gathered at the corners of a lattice of
/// simplices, blurred along its axes, and read back (Adams, Baek and Davis, 2010). Corners gather their pixels in one order, so that
/// results do not depend on threads.
/// </summary>
internal sealed unsafe class PermutohedralLattice
{
    /// <summary>Two of position, three of color.</summary>
    public const int Dimensions = 5;

    private const int Band = 32;
    private const int Chunk = 1024;

    private readonly int[] neighbors;
    private readonly int[] starts;
    private readonly int[] pixels;
    private readonly float[] pixelWeights;
    private readonly ParallelOptions options;

    /// <summary>Builds the lattice of an image, its kernel scaled as k(i, j) / sqrt(d(i) d(j)).</summary>
    public PermutohedralLattice(RgbImage image, double positionSigma, double colorSigma, int threads)
    {
        options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        var count = image.Width * image.Height;
        Corners = new int[count * Side];
        Weights = new float[count * Side];
        var keys = Place(image, positionSigma, colorSigma);
        Vertices = keys.Count;
        neighbors = Neighbors(keys);
        starts = new int[Vertices + 1];
        pixels = new int[Corners.Length];
        pixelWeights = new float[Corners.Length];
        Group();
        Normalize();
    }

    /// <summary>Corners of a simplex.</summary>
    public static int Side => Dimensions + 1;

    /// <summary>Places of the lattice that are in use.</summary>
    public int Vertices { get; }

    /// <summary>The six corners around each pixel.</summary>
    public int[] Corners { get; }

    /// <summary>How much each counts for the pixel, the kernel's scale included.</summary>
    public float[] Weights { get; }

    /// <summary>Gathers the values of pixels at the corners and blurs them along all axes.</summary>
    /// <param name="values">A row of <paramref name="stride"/> numbers a pixel.</param>
    /// <param name="stride">A multiple of 8.</param>
    /// <param name="vertices">Takes a row a corner.</param>
    /// <param name="spare">Of the same size.</param>
    /// <returns>Which of the two holds the result.</returns>
    public float[] Gather(float[] values, int stride, float[] vertices, float[] spare)
    {
        InChunks(Vertices, (first, last) =>
        {
            fixed (float* from = values, to = vertices)
            {
                for (var v = first; v < last; v++)
                {
                    for (var lane = 0; lane < stride; lane += 8)
                    {
                        var sum = Vector256<float>.Zero;
                        for (var k = starts[v]; k < starts[v + 1]; k++)
                        {
                            var row = Vector256.Load(from + ((long)pixels[k] * stride) + lane);
                            sum = Vector256.FusedMultiplyAdd(Vector256.Create(pixelWeights[k]), row, sum);
                        }

                        sum.Store(to + ((long)v * stride) + lane);
                    }
                }
            }
        });
        for (var axis = 0; axis < Side; axis++)
        {
            BlurAlong(axis, vertices, spare, stride);
            (vertices, spare) = (spare, vertices);
        }

        return vertices;
    }

    private void BlurAlong(int axis, float[] source, float[] target, int stride) => InChunks(Vertices, (first, last) =>
    {
        fixed (float* from = source, to = target)
        {
            var half = Vector256.Create(0.5f);
            for (var v = first; v < last; v++)
            {
                var (back, forth) = (neighbors[((v * Side) + axis) * 2], neighbors[(((v * Side) + axis) * 2) + 1]);
                for (var lane = 0; lane < stride; lane += 8)
                {
                    var around = back < 0 ? Vector256<float>.Zero : Vector256.Load(from + ((long)back * stride) + lane);
                    around += forth < 0 ? Vector256<float>.Zero : Vector256.Load(from + ((long)forth * stride) + lane);
                    var own = Vector256.Load(from + ((long)v * stride) + lane);
                    Vector256.FusedMultiplyAdd(half, around, own).Store(to + ((long)v * stride) + lane);
                }
            }
        }
    });

    private LatticeKeys Place(RgbImage image, double positionSigma, double colorSigma)
    {
        var (width, keys) = (image.Width, new LatticeKeys());
        var found = new LatticeKey[Band * width * Side];
        for (var top = 0; top < image.Height; top += Band)
        {
            var rows = Math.Min(Band, image.Height - top);
            Parallel.For(0, rows, options, () => new LatticePlaces(positionSigma, colorSigma), (row, _, places) =>
            {
                for (var x = 0; x < width; x++)
                {
                    var inBand = ((row * width) + x) * Side;
                    places.Find(
                        image, x, top + row, found.AsSpan(inBand, Side), Weights.AsSpan(inBand + (top * width * Side), Side));
                }

                return places;
            }, _ => { });

            // Neighbors mostly share corners: they are looked up once.
            var corners = Corners.AsSpan(top * width * Side, rows * width * Side);
            for (var i = 0; i < corners.Length; i++)
            {
                corners[i] = i >= Side && found[i] == found[i - Side] ? corners[i - Side]
                    : i >= width * Side && found[i] == found[i - (width * Side)] ? corners[i - (width * Side)]
                    : keys.Add(found[i]);
            }
        }

        return keys;
    }

    private int[] Neighbors(LatticeKeys keys)
    {
        var found = new int[keys.Count * Side * 2];
        InChunks(keys.Count, (first, last) =>
        {
            for (var at = first * Side; at < last * Side; at++)
            {
                found[2 * at] = keys.Find(keys[at / Side].Step(at % Side, isForward: false));
                found[(2 * at) + 1] = keys.Find(keys[at / Side].Step(at % Side, isForward: true));
            }
        });
        return found;
    }

    // The pixels of each corner, in their order.
    private void Group()
    {
        foreach (var corner in Corners)
        {
            starts[corner + 1]++;
        }

        for (var v = 0; v < Vertices; v++)
        {
            starts[v + 1] += starts[v];
        }

        var next = starts.AsSpan(0, Vertices).ToArray();
        for (var i = 0; i < Corners.Length; i++)
        {
            var at = next[Corners[i]]++;
            (pixels[at], pixelWeights[at]) = (i / Side, Weights[i]);
        }
    }

    private void Normalize()
    {
        var ones = new float[8 * (Corners.Length / Side)];
        ones.AsSpan().Fill(1);
        var sums = Gather(ones, 8, new float[8 * Vertices], new float[8 * Vertices]);
        var scales = new float[Corners.Length / Side];
        InChunks(scales.Length, (first, last) =>
        {
            for (var i = first; i < last; i++)
            {
                var sum = 0f;
                for (var corner = i * Side; corner < (i + 1) * Side; corner++)
                {
                    sum += Weights[corner] * sums[8 * Corners[corner]];
                }

                scales[i] = 1 / MathF.Sqrt(Math.Max(sum, 1e-20f));
                for (var corner = i * Side; corner < (i + 1) * Side; corner++)
                {
                    Weights[corner] *= scales[i];
                }
            }
        });
        for (var at = 0; at < pixelWeights.Length; at++)
        {
            pixelWeights[at] *= scales[pixels[at]];
        }
    }

    private void InChunks(int count, Action<int, int> work) => Parallel.For(
        0, (count + Chunk - 1) / Chunk, options, chunk => work(chunk * Chunk, Math.Min(count, (chunk + 1) * Chunk)));
}
