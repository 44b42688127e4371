namespace Panoptes.Imaging.Masks;

/// <summary>Turns row-major pixels into column-major runs: only the box round the mask is looked at, a band of columns at a time.</summary>
internal static class MaskEncoder
{
    private const int Band = 32;

    /// <summary>The runs of a part of an image of the size given.</summary>
    public static uint[] Encode(Plane<byte> mask, int offsetX, int offsetY, int width, int height)
    {
        var (left, top, right, bottom) = Bounds(mask);
        var total = (uint)(width * height);
        if (right <= left)
        {
            return [total];
        }

        // Runs are kept as ends: one list of places where the value changes, starting with 0.
        var changes = new List<uint>(64);
        var rows = bottom - top;
        var band = new byte[Band * rows];
        for (var x0 = left; x0 < right; x0 += Band)
        {
            var columns = Math.Min(Band, right - x0);
            for (var y = 0; y < rows; y++)
            {
                var row = mask.Row(top + y).Slice(x0, columns);
                for (var x = 0; x < row.Length; x++)
                {
                    band[(x * rows) + y] = row[x];
                }
            }

            for (var x = 0; x < columns; x++)
            {
                AddColumn(band.AsSpan(x * rows, rows), (uint)(((offsetX + x0 + x) * height) + offsetY + top), changes);
            }
        }

        return ToRuns(changes, total);
    }

    internal static uint[] ToRuns(List<uint> changes, uint total)
    {
        var runs = new uint[changes.Count + (changes.Count == 0 || changes[^1] != total ? 1 : 0)];
        uint at = 0;
        for (var i = 0; i < changes.Count; i++)
        {
            runs[i] = changes[i] - at;
            at = changes[i];
        }

        if (runs.Length > changes.Count)
        {
            runs[^1] = total - at;
        }

        return runs;
    }

    private static void AddColumn(ReadOnlySpan<byte> column, uint offset, List<uint> changes)
    {
        for (var at = 0; at < column.Length;)
        {
            var start = column[at..].IndexOfAnyExcept((byte)0);
            if (start < 0)
            {
                return;
            }

            start += at;
            var length = column[start..].IndexOf((byte)0);
            var end = length < 0 ? column.Length : start + length;

            // A run that goes on where the last column's ended is one run.
            if (changes.Count > 0 && changes[^1] == offset + (uint)start)
            {
                changes[^1] = offset + (uint)end;
            }
            else
            {
                changes.Add(offset + (uint)start);
                changes.Add(offset + (uint)end);
            }

            at = end;
        }
    }

    private static (int Left, int Top, int Right, int Bottom) Bounds(Plane<byte> mask)
    {
        var (left, top, right, bottom) = (mask.Width, mask.Height, 0, 0);
        for (var y = 0; y < mask.Height; y++)
        {
            ReadOnlySpan<byte> row = mask.Row(y);
            var first = row.IndexOfAnyExcept((byte)0);
            if (first < 0)
            {
                continue;
            }

            left = Math.Min(left, first);
            right = Math.Max(right, row.LastIndexOfAnyExcept((byte)0) + 1);
            top = Math.Min(top, y);
            bottom = y + 1;
        }

        return (left, top, right, bottom);
    }
}
