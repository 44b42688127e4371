using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Resampling;

/// <content>Planes of floating-point numbers.</content>
public static partial class Resampler
{
    /// <summary>
    /// Samples planes of floating-point numbers, such as normalized colors, by the filter of
    /// <see cref="Color(RgbImage, Geometry, Rgb, int)"/>: a triangle of half-width max(1, scale), borders repeated. An output pixel on a
    /// source pixel at scale 1 is an exact copy. Padding is 0.
    /// </summary>
    /// <param name="source">Planes of the geometry's source size, one after the other.</param>
    /// <param name="geometry">The map.</param>
    /// <param name="output">Takes as many planes of the geometry's output size.</param>
    /// <exception cref="ArgumentException">The count of numbers is not that of whole planes, or differs.</exception>
    public static void Planes(ReadOnlySpan<float> source, Geometry geometry, Span<float> output)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        var (before, after) = (geometry.SourceWidth * geometry.SourceHeight, geometry.Width * geometry.Height);
        if (source.Length % before != 0 || output.Length % after != 0 || source.Length / before != output.Length / after)
        {
            throw new ArgumentException(
                $"{source.Length} numbers of planes of {before} and room for {output.Length} of planes of {after}", nameof(output));
        }

        var content = geometry.Content;
        if (content.Width < geometry.Width || content.Height < geometry.Height)
        {
            output.Clear();
        }

        if (content.IsEmpty)
        {
            return;
        }

        var sampler = new PlanarSampler(geometry);
        for (var plane = 0; plane < source.Length / before; plane++)
        {
            sampler.Run(source.Slice(plane * before, before), output.Slice(plane * after, after));
        }
    }
}

/// <summary>Samples planes of one size by one geometry: down the columns first, a row at a time, then along it.</summary>
internal sealed class PlanarSampler
{
    private const float Unit = 1f / (1 << FilterTable.WeightBits);
    private readonly Geometry geometry;
    private readonly FilterTable columns;
    private readonly FilterTable rows;
    private readonly int taps;
    private readonly int[] starts;
    private readonly float[] weights;

    public PlanarSampler(Geometry geometry)
    {
        this.geometry = geometry;
        var content = geometry.Content;
        columns = FilterTable.Make(
            geometry.ScaleX, geometry.OriginX, geometry.MirrorX, geometry.Width, geometry.SourceWidth, content.Left, content.Right);
        rows = FilterTable.Make(
            geometry.ScaleY, geometry.OriginY, geometry.MirrorY, geometry.Height, geometry.SourceHeight, content.Top, content.Bottom);

        // Tap by tap, so that neighbors lie side by side.
        taps = 2 * columns.Pairs;
        starts = [.. columns.Starts.Select(start => start - columns.First)];
        weights = new float[taps * starts.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = columns.Weight(i % starts.Length, i / starts.Length) * Unit;
        }
    }

    public void Run(ReadOnlySpan<float> source, Span<float> output)
    {
        // The last taps may lie behind the row; their weight is 0, but what is read must be a number.
        var (width, content) = (columns.End - columns.First, geometry.Content);
        var rented = ArrayPool<float>.Shared.Rent(width + taps);
        try
        {
            rented.AsSpan(width, taps).Clear();
            for (var y = 0; y < content.Height; y++)
            {
                Down(source, y, rented.AsSpan(0, width));
                Along(rented, output.Slice(((content.Top + y) * geometry.Width) + content.Left, content.Width));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private void Down(ReadOnlySpan<float> source, int y, Span<float> blended)
    {
        blended.Clear();
        for (var k = 0; k < 2 * rows.Pairs; k++)
        {
            var weight = rows.Weight(y, k);
            if (weight != 0)
            {
                var row = source.Slice(((rows.Starts[y] + k) * geometry.SourceWidth) + columns.First, blended.Length);
                Add(row, weight * Unit, blended);
            }
        }
    }

    private static void Add(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(row);
        var to = MemoryMarshal.Cast<float, Vector<float>>(sum);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += from[i] * weight;
        }

        for (var i = to.Length * Vector<float>.Count; i < sum.Length; i++)
        {
            sum[i] += row[i] * weight;
        }
    }

    private unsafe void Along(float[] blended, Span<float> row)
    {
        fixed (float* from = blended, weight = weights)
        fixed (int* start = starts)
        {
            var x = 0;
            if (Avx2.IsSupported)
            {
                for (; x <= row.Length - 8; x += 8)
                {
                    var at = Vector256.Load(start + x);
                    var sum = Vector256<float>.Zero;
                    for (var k = 0; k < taps; k++)
                    {
                        sum += Avx2.GatherVector256(from + k, at, sizeof(float)) * Vector256.Load(weight + (k * row.Length) + x);
                    }

                    sum.CopyTo(row[x..]);
                }
            }

            for (; x < row.Length; x++)
            {
                var sum = 0f;
                for (var k = 0; k < taps; k++)
                {
                    sum += from[start[x] + k] * weight[(k * row.Length) + x];
                }

                row[x] = sum;
            }
        }
    }
}
