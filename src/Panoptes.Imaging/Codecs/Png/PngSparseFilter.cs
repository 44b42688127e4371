using System.Runtime.Intrinsics;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>
/// Undoes the filters Sub and Paeth of scanlines that are nearly all zeros, as those of label maps are: what a filter
/// predicts was right. A stretch of zeros then repeats the pixel on the left or copies the row above, at the speed of a copy.
/// </summary>
internal static class PngSparseFilter
{
    private const int Short = 8;
    private const int Sample = 32;

    /// <summary>
    /// Whether a scanline looks as if at least half of it lay in stretches of zeros: a sample of its blocks is looked at.
    /// </summary>
    public static bool Suits(ReadOnlySpan<byte> filtered)
    {
        var blocks = filtered.Length / Vector256<byte>.Count;
        var stride = Math.Max(1, blocks / Sample);
        var allowed = blocks / stride / 2;
        for (var block = 0; block < blocks; block += stride)
        {
            if (Vector256.Create(filtered.Slice(block * Vector256<byte>.Count, Vector256<byte>.Count)) != Vector256<byte>.Zero
                && --allowed < 0)
            {
                return false;
            }
        }

        return blocks > 0;
    }

    /// <summary>Undoes the filter of one scanline.</summary>
    /// <param name="type">The filter: 1 Sub or 4 Paeth.</param>
    /// <param name="filtered">The scanline as stored, without its filter byte.</param>
    /// <param name="above">The scanline above, unfiltered; empty above the first.</param>
    /// <param name="row">Takes the unfiltered scanline.</param>
    /// <param name="step">Bytes to the pixel on the left.</param>
    /// <param name="end">Behind the last byte that is done.</param>
    public static void Undo(int type, ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int step, int end)
    {
        // Above the first scanline lies a row of zeros, where Paeth is Sub.
        var isPaeth = type == 4 && !above.IsEmpty;
        for (var at = 0; at < end;)
        {
            var zeros = filtered[at..end].IndexOfAnyExcept((byte)0);
            zeros = zeros < 0 ? end - at : zeros - (zeros % step);
            if (zeros < Short)
            {
                var next = Math.Min(at + zeros + step, end);
                PngFilter.Undo(isPaeth ? 4 : 1, filtered, above, row, step, at, next, mayUseVectors: false);
                at = next;
                continue;
            }

            if (isPaeth)
            {
                Continue(filtered, above, row, step, at, at + zeros);
            }
            else
            {
                Repeat(row, step, at, zeros);
            }

            at += zeros;
        }
    }

    /// <summary>A stretch of zeros of a Paeth row.</summary>
    private static void Continue(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int step, int at, int end)
    {
        while (at < end)
        {
            // Where the left pixel is the corner, the one above is nearest to left + above - corner; it is then the next
            // left pixel and the next corner: the rest is the row above.
            if (at < step || row.Slice(at - step, step).SequenceEqual(above.Slice(at - step, step)))
            {
                above[at..end].CopyTo(row[at..]);
                return;
            }

            // Where the one above is the corner, it is the left one, for as long as the row above does not change.
            var same = above[at..end].CommonPrefixLength(above[(at - step)..]);
            same -= same % step;
            if (same > 0)
            {
                Repeat(row, step, at, same);
                at += same;
            }
            else
            {
                var next = Math.Min(at + step, end);
                PngFilter.Undo(4, filtered, above, row, step, at, next, mayUseVectors: false);
                at = next;
            }
        }
    }

    /// <summary>Repeats the pixel on the left; left of the first lie zeros.</summary>
    private static void Repeat(Span<byte> row, int step, int at, int count)
    {
        var target = row.Slice(at, count);
        if (at < step)
        {
            target.Clear();
            return;
        }

        if (step == 1)
        {
            target.Fill(row[at - 1]);
            return;
        }

        var done = Math.Min(step, count);
        row.Slice(at - step, done).CopyTo(target);
        while (done < count)
        {
            var more = Math.Min(done, count - done);
            target[..more].CopyTo(target[done..]);
            done += more;
        }
    }
}
