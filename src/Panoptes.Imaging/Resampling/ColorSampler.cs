using System.Buffers;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Resampling;

/// <summary>Computes the content rows of one color image under one geometry, each on its own, as RGBX pixels.</summary>
internal sealed unsafe class ColorSampler
{
    private readonly RgbImage image;
    private readonly Geometry geometry;
    private readonly FilterTable? columns;
    private readonly FilterTable? rows;
    private readonly bool vector;

    public ColorSampler(RgbImage image, Geometry geometry, bool vector = true)
    {
        this.image = image;
        this.geometry = geometry;
        this.vector = vector;
        var content = geometry.Content;
        if (!geometry.IsCopy && !content.IsEmpty)
        {
            columns = FilterTable.Make(
                geometry.ScaleX, geometry.OriginX, geometry.MirrorX, geometry.Width, image.Width, content.Left, content.Right);
            rows = FilterTable.Make(
                geometry.ScaleY, geometry.OriginY, geometry.MirrorY, geometry.Height, image.Height, content.Top, content.Bottom);
        }
    }

    /// <summary>Numbers of scratch that a row takes; 0 for copies.</summary>
    public int Scratch => columns is null ? 0 : ((columns.End - columns.First + (2 * columns.Pairs)) * 3) + ColorKernels.Slack;

    /// <summary>Computes the content pixels of output row y.</summary>
    /// <param name="y">A row inside of the content.</param>
    /// <param name="scratch">At least <see cref="Scratch"/> numbers.</param>
    /// <param name="pixels">Takes the content's width of RGBX pixels.</param>
    public void Row(int y, Span<short> scratch, Span<int> pixels)
    {
        if (columns is null || rows is null)
        {
            Copy(y, pixels);
            return;
        }

        var row = y - geometry.Content.Top;
        var count = (columns.End - columns.First) * 3;
        var sources = stackalloc byte*[2 * rows.Pairs];
        fixed (byte* start = image.Pixels)
        fixed (int* weights = &rows.WeightPairs[row * rows.Pairs])
        fixed (short* blended = scratch)
        {
            for (var k = 0; k < 2 * rows.Pairs; k++)
            {
                var source = Math.Min(rows.Starts[row] + k, image.Height - 1);
                sources[k] = start + (((long)source * image.Width) + columns.First) * 3;
            }

            ColorKernels.Down(sources, weights, rows.Pairs, count, blended, vector);

            // The last taps may lie behind the row; their weight is 0, but what is read must be a number in range.
            scratch[count..Scratch].Clear();
            ColorKernels.Along(blended, columns.First, columns, pixels, vector);
        }
    }

    /// <summary>Runs an action over bands of content rows, each with scratch of its own, on one thread or several.</summary>
    public void ForRows(int threads, RowAction action)
    {
        var content = geometry.Content;
        if (content.IsEmpty)
        {
            return;
        }

        var bands = Math.Clamp(threads, 1, content.Height);
        if (bands == 1)
        {
            Band(content.Top, content.Bottom, action);
            return;
        }

        Parallel.For(0, bands, new ParallelOptions { MaxDegreeOfParallelism = bands }, band => Band(
            content.Top + (int)((long)content.Height * band / bands),
            content.Top + (int)((long)content.Height * (band + 1) / bands),
            action));
    }

    private void Band(int top, int bottom, RowAction action)
    {
        var scratch = ArrayPool<short>.Shared.Rent(Math.Max(Scratch, 1));
        var pixels = ArrayPool<int>.Shared.Rent(geometry.Content.Width);
        try
        {
            var row = pixels.AsSpan(0, geometry.Content.Width);
            for (var y = top; y < bottom; y++)
            {
                Row(y, scratch, row);
                action(y, row);
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(pixels);
            ArrayPool<short>.Shared.Return(scratch);
        }
    }

    private void Copy(int y, Span<int> pixels)
    {
        var content = geometry.Content;
        var source = (int)geometry.OriginY + (geometry.MirrorY ? geometry.Height - 1 - y : y);
        var left = (int)geometry.OriginX + (geometry.MirrorX ? geometry.Width - content.Right : content.Left);
        RgbxRow.Unpack(image.Row(source).Slice(left * 3, pixels.Length * 3), pixels);
        if (geometry.MirrorX)
        {
            pixels.Reverse();
        }
    }
}

/// <summary>Takes the content pixels of one output row.</summary>
/// <param name="y">The output row.</param>
/// <param name="pixels">Its RGBX pixels, for this call only.</param>
internal delegate void RowAction(int y, Span<int> pixels);
