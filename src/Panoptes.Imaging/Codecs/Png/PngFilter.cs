using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>Undoes the scanline filters of PNG (ISO 15948, 9.2), byte by byte: the definition that the vector code must equal.</summary>
internal static class PngFilter
{
    /// <summary>Undoes the filter of one scanline, or of a part of it whose left neighbors are done.</summary>
    /// <param name="type">The filter: 0 none, 1 sub, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="filtered">The scanline as stored, without its filter byte.</param>
    /// <param name="above">The scanline above, unfiltered; empty above the first.</param>
    /// <param name="row">Takes the unfiltered scanline.</param>
    /// <param name="step">Bytes to the pixel on the left.</param>
    /// <param name="start">First byte that is done.</param>
    /// <param name="end">Behind the last byte that is done.</param>
    /// <param name="mayUseVectors">False for a few bytes.</param>
    public static void Undo(
        int type, ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int step, int start, int end,
        bool mayUseVectors = true)
    {
        // Above the first scanline lies a row of zeros: up is none, Paeth is sub.
        switch (above.IsEmpty ? type switch { 2 => 0, 4 => 1, _ => type } : type)
        {
            case 0:
                filtered[start..end].CopyTo(row[start..end]);
                return;
            case 1:
                Sub(filtered, row, step, start, end, mayUseVectors);
                return;
            case 2:
                Up(filtered[start..end], above[start..end], row[start..end]);
                return;
            case 3:
                for (var i = start; i < end; i++)
                {
                    var left = i < step ? 0 : row[i - step];
                    row[i] = (byte)(filtered[i] + ((left + (above.IsEmpty ? 0 : above[i])) >> 1));
                }

                return;
            default:
                for (var i = start; i < end; i++)
                {
                    var (left, corner) = i < step ? (0, 0) : (row[i - step], above[i - step]);
                    row[i] = (byte)(filtered[i] + Predict(left, above[i], corner));
                }

                return;
        }
    }

    private static void Sub(ReadOnlySpan<byte> filtered, Span<byte> row, int step, int start, int end, bool mayUseVectors)
    {
        var i = start;
        if (mayUseVectors && start == 0 && Ssse3.IsSupported && step <= 4)
        {
            // A running sum: within a vector by doubling distances, from one vector to the next by its last pixel.
            var perVector = step == 3 ? 12 : 16;
            var last = LastPixel(step, perVector);
            var carry = Vector128<byte>.Zero;
            for (; i <= end - 16; i += perVector)
            {
                var sum = Vector128.Create(filtered[i..]);
                switch (step)
                {
                    case 1:
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 1);
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 2);
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 4);
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 8);
                        break;
                    case 2:
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 2);
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 4);
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 8);
                        break;
                    case 3:
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 3);
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 6);
                        break;
                    default:
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 4);
                        sum += Sse2.ShiftLeftLogical128BitLane(sum, 8);
                        break;
                }

                sum += carry;
                carry = Ssse3.Shuffle(sum, last);
                sum.CopyTo(row[i..]);
            }
        }

        for (; i < end; i++)
        {
            row[i] = (byte)(filtered[i] + (i < step ? 0 : row[i - step]));
        }
    }

    /// <summary>For each byte of a vector, the byte of the last pixel that stands for the same channel.</summary>
    private static Vector128<byte> LastPixel(int step, int perVector)
    {
        Span<byte> places = stackalloc byte[16];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = (byte)(perVector - step + (i % step));
        }

        return Vector128.Create<byte>(places);
    }

    private static void Up(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row)
    {
        var i = 0;
        for (; i <= row.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            (Vector256.Create(filtered[i..]) + Vector256.Create(above[i..])).CopyTo(row[i..]);
        }

        for (; i < row.Length; i++)
        {
            row[i] = (byte)(filtered[i] + above[i]);
        }
    }

    private static int Predict(int left, int above, int corner)
    {
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - (2 * corner)));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
