using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Panoptes.Imaging;

/// <summary>
/// Undoes the filters of a whole image. A pixel depends on its left and upper neighbours, so that one row has nothing
/// to do in parallel; four rows have, when each is one pixel behind the row above it: a wavefront, one row in each
/// quarter of a vector, whatever the rows' filters.
/// </summary>
internal static unsafe class PngUnfilter
{
    private const int Rows = 4;

    /// <summary>Undoes the filters of all scanlines.</summary>
    /// <param name="filtered">Scanlines as inflated, each behind its filter byte.</param>
    /// <param name="height">Count of scanlines.</param>
    /// <param name="rowBytes">Bytes of a scanline without the filter byte.</param>
    /// <param name="step">Bytes to the pixel on the left.</param>
    /// <param name="scanlines">Takes height * rowBytes bytes.</param>
    /// <param name="used">Bytes of each scanline that are wanted; no pixel depends on those to its right.</param>
    /// <param name="vector">False runs the scalar code.</param>
    /// <returns>False where a filter byte names no filter.</returns>
    public static bool TryRun(
        ReadOnlySpan<byte> filtered, int height, int rowBytes, int step, Span<byte> scanlines, int used, bool vector = true)
    {
        // Two kinds of rows are faster one by one: those without a prediction, and those whose predictions were nearly all right.
        var isSparse = new bool[height];
        for (var y = 0; y < height; y++)
        {
            var type = filtered[y * (rowBytes + 1)];
            if (type > 4)
            {
                return false;
            }

            isSparse[y] = vector && type is 1 or 4 && PngSparseFilter.Suits(filtered.Slice((y * (rowBytes + 1)) + 1, used));
        }

        var canWave = vector && Avx2.IsSupported && step <= 4 && used / step >= 4 * Rows;
        var row = 0;
        while (row < height)
        {
            // The first row has none above it.
            if (canWave && row > 0 && row + Rows <= height && Predicts(filtered, row, rowBytes, isSparse))
            {
                Wave(filtered, row, rowBytes, step, scanlines, used);
                row += Rows;
                continue;
            }

            var source = filtered.Slice(row * (rowBytes + 1), rowBytes + 1);
            var above = row == 0 ? default : scanlines.Slice((row - 1) * rowBytes, rowBytes);
            var target = scanlines.Slice(row * rowBytes, rowBytes);
            if (isSparse[row])
            {
                PngSparseFilter.Undo(source[0], source[1..], above, target, step, used);
            }
            else
            {
                PngFilter.Undo(source[0], source[1..], above, target, step, 0, used);
            }

            row++;
        }

        return true;
    }

    private static bool Predicts(ReadOnlySpan<byte> filtered, int row, int rowBytes, bool[] isSparse)
    {
        var count = 0;
        for (var j = 0; j < Rows; j++)
        {
            count += filtered[(row + j) * (rowBytes + 1)] is 3 or 4 && !isSparse[row + j] ? 1 : 0;
        }

        return count > 1;
    }

    /// <summary>Rows row to row + 3; the one above them is done.</summary>
    private static void Wave(ReadOnlySpan<byte> filtered, int row, int rowBytes, int step, Span<byte> scanlines, int used)
    {
        // Row j begins at pixel 3 - j, so that all begin at once; the first pixels are done one by one. Loads and stores
        // take four bytes whatever the pixel's size, so that the last pixels are done one by one too: a store must not
        // reach the next row, which has begun already.
        for (var j = 0; j < Rows - 1; j++)
        {
            Part(filtered, row + j, rowBytes, step, scanlines, 0, (Rows - 1 - j) * step);
        }

        var pixels = used / step;
        var end = pixels - ((3 + step) / step) + 1;
        fixed (byte* start = filtered)
        fixed (byte* output = scanlines)
        {
            var stride = rowBytes + 1;
            var source = start + ((long)row * stride) + 1;
            var target = output + ((long)row * rowBytes);
            var upper = target - rowBytes;
            var (i0, i1, i2, i3) = (3 * step, 2 * step, step, 0);
            var (isSub, isUp, isAverage, isPaeth) = (Lanes(source, stride, 1), Lanes(source, stride, 2), Lanes(source, stride, 3), Lanes(source, stride, 4));
            var hasAverage = isAverage != Vector256<short>.Zero;
            var onlyPaeth = isPaeth == Vector256<short>.AllBitsSet;
            var left = Widen(
                Read(target + i0 - step), Read(target + rowBytes + i1 - step), Read(target + (2 * rowBytes) + i2 - step), 0);

            // What lies above and to the upper left of the four pixels before the first ones.
            var above = Widen(
                Read(upper + i0 - step), Read(target + i1 - step), Read(target + rowBytes + i2 - step), 0);
            for (var pixel = 3; pixel < end; pixel++)
            {
                var corner = above;

                // Row j's upper neighbour is what row j - 1 has just made.
                above = Avx2.Permute4x64(left.AsInt64(), 0b10_01_00_00).AsInt16();
                above = Avx2.Blend(above.AsInt32(), Sse41.ConvertToVector128Int16(Four(upper + i0)).ToVector256Unsafe().AsInt32(), 0b11).AsInt16();
                var fromLeft = above - corner;
                var fromAbove = left - corner;
                var toCorner = Vector256.Abs(fromLeft + fromAbove);
                var toLeft = Vector256.Abs(fromLeft);
                var toAbove = Vector256.Abs(fromAbove);
                var nearest = Vector256.Min(toCorner, Vector256.Min(toLeft, toAbove));
                var predicted = Avx2.BlendVariable(
                    Avx2.BlendVariable(corner, above, Vector256.Equals(nearest, toAbove)), left, Vector256.Equals(nearest, toLeft));
                if (!onlyPaeth)
                {
                    predicted = (predicted & isPaeth) | (left & isSub) | (above & isUp);
                    if (hasAverage)
                    {
                        predicted |= ((left + above) >>> 1) & isAverage;
                    }
                }

                var stored = Widen(Read(source + i0), Read(source + stride + i1), Read(source + (2 * stride) + i2), Read(source + (3 * stride) + i3));
                left = (stored.AsByte() + predicted.AsByte()).AsInt16();
                var bytes = Sse2.PackUnsignedSaturate(left.GetLower(), left.GetUpper()).AsInt32();
                Write(target + i0, bytes.ToScalar());
                Write(target + rowBytes + i1, bytes.GetElement(1));
                Write(target + (2 * rowBytes) + i2, bytes.GetElement(2));
                Write(target + (3 * rowBytes) + i3, bytes.GetElement(3));
                i0 += step;
                i1 += step;
                i2 += step;
                i3 += step;
            }
        }

        for (var j = 0; j < Rows; j++)
        {
            Part(filtered, row + j, rowBytes, step, scanlines, (end - j) * step, used);
        }
    }

    private static void Part(ReadOnlySpan<byte> filtered, int row, int rowBytes, int step, Span<byte> scanlines, int start, int end)
    {
        var source = filtered.Slice(row * (rowBytes + 1), rowBytes + 1);
        PngFilter.Undo(
            source[0], source[1..], scanlines.Slice((row - 1) * rowBytes, rowBytes), scanlines.Slice(row * rowBytes, rowBytes), step, start, end);
    }

    /// <summary>All bits of each row's quarter that has a filter.</summary>
    private static Vector256<short> Lanes(byte* source, int stride, int type)
    {
        long Lane(int j) => source[(j * (long)stride) - 1] == type ? -1 : 0;
        return Vector256.Create(Lane(0), Lane(1), Lane(2), Lane(3)).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Widen(int first, int second, int third, int fourth) =>
        Avx2.ConvertToVector256Int16(Vector128.Create(first, second, third, fourth).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Four(byte* address) => Vector128.CreateScalarUnsafe(Read(address)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Read(byte* address) => Unsafe.ReadUnaligned<int>(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(byte* address, int four) => Unsafe.WriteUnaligned(address, four);
}
