using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;

namespace Panoptes.Imaging.Resampling;

/// <content>Run-length masks.</content>
public static partial class Resampler
{
    /// <summary>
    /// Moves a run-length mask without decoding it: pixel for pixel what <see cref="Ids{T}(Plane{T}, Geometry, T, IdRule)"/> makes of the
    /// decoded mask by the nearest pixel center. Padding is outside of the mask.
    /// </summary>
    /// <param name="mask">The source; its size must be the geometry's.</param>
    /// <param name="geometry">The map.</param>
    /// <returns>A mask of the geometry's output size.</returns>
    /// <exception cref="ArgumentException">The mask's size is not the geometry's source size.</exception>
    public static RunLengthMask Mask(RunLengthMask mask, Geometry geometry)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(geometry);
        Check(mask.Width, mask.Height, geometry);
        return RunLengthMask.FromTrusted(geometry.Height, geometry.Width, MaskSampler.Move(mask, geometry));
    }
}

/// <summary>Maps the runs of each source column onto the output columns that show it.</summary>
internal static class MaskSampler
{
    public static uint[] Move(RunLengthMask mask, Geometry geometry)
    {
        var total = (uint)(geometry.Width * geometry.Height);
        if (geometry.Content.IsEmpty || mask.Area == 0)
        {
            return [total];
        }

        var columns = NearestTable.Columns(geometry);
        var rowsBefore = RowsBefore(NearestTable.Rows(geometry), mask.Height);
        var runs = new ColumnRuns(mask);
        var changes = new List<uint>(64);
        var (first, count) = (geometry.Content.Top, geometry.Content.Height);
        for (var x = 0; x < columns.Length; x++)
        {
            var offset = (uint)(((geometry.Content.Left + x) * geometry.Height) + first);
            var spans = runs.Of(columns[x]);
            for (var i = 0; i < spans.Length; i++)
            {
                // Where rows run upwards, so do the runs of a column.
                var (start, end) = geometry.MirrorY ? spans[spans.Length - 1 - i] : spans[i];
                var (low, high) = (rowsBefore[start], rowsBefore[end]);
                Add(changes, offset, geometry.MirrorY ? (count - high, count - low) : (low, high));
            }
        }

        return MaskEncoder.ToRuns(changes, total);
    }

    private static void Add(List<uint> changes, uint offset, (int Start, int End) rows)
    {
        if (rows.Start == rows.End)
        {
            return;
        }

        // A run that goes on where the last one ended is one run.
        if (changes.Count > 0 && changes[^1] == offset + (uint)rows.Start)
        {
            changes[^1] = offset + (uint)rows.End;
            return;
        }

        changes.Add(offset + (uint)rows.Start);
        changes.Add(offset + (uint)rows.End);
    }

    /// <summary>For every source row, and for the one behind the last, how many output rows show a row above it.</summary>
    private static int[] RowsBefore(int[] rows, int height)
    {
        var before = new int[height + 1];
        foreach (var row in rows)
        {
            before[row + 1]++;
        }

        for (var row = 1; row <= height; row++)
        {
            before[row] += before[row - 1];
        }

        return before;
    }

    /// <summary>The runs of a mask, column by column; one that spans several columns is cut at their ends.</summary>
    private sealed class ColumnRuns
    {
        private readonly List<(int Start, int End)> runs = new(64);
        private readonly int[] starts;

        public ColumnRuns(RunLengthMask mask)
        {
            var height = mask.Height;
            var counts = mask.Counts;
            starts = new int[mask.Width + 1];
            long at = 0;
            var column = 0;
            for (var j = 0; j < counts.Length; j++)
            {
                var end = at + counts[j];
                while ((j & 1) == 1 && at < end)
                {
                    var x = (int)(at / height);
                    while (column < x)
                    {
                        starts[++column] = runs.Count;
                    }

                    var y = (int)(at - ((long)x * height));
                    var length = (int)Math.Min(height - y, end - at);
                    runs.Add((y, y + length));
                    at += length;
                }

                at = end;
            }

            while (column < mask.Width)
            {
                starts[++column] = runs.Count;
            }
        }

        public ReadOnlySpan<(int Start, int End)> Of(int column) =>
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(runs)[starts[column]..starts[column + 1]];
    }
}
