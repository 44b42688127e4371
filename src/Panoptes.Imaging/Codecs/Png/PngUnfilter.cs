using System.Buffers;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>
/// Undoes the filters of a whole image: rows whose predictions look left and up eight at a time (<see cref="PngWave"/>), those whose
/// predictions were nearly all right by copying (<see cref="PngSparseFilter"/>), the others one by one (<see cref="PngFilter"/>).
/// </summary>
internal static unsafe class PngUnfilter
{
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
        var types = new byte[height];
        var isDense = new bool[height];
        var isSparse = new bool[height];
        for (var y = 0; y < height; y++)
        {
            var type = types[y] = filtered[y * (rowBytes + 1)];
            if (type > 4)
            {
                return false;
            }

            isSparse[y] = vector && type is 1 or 4 && PngSparseFilter.Suits(filtered.Slice((y * (rowBytes + 1)) + 1, used));
            isDense[y] = type >= 3 && !isSparse[y];
        }

        var canWave = vector && PngWave.Suits(step) && used / step >= PngWave.FewestPixels && used % step == 0;
        var row = 0;
        while (row < height)
        {
            if (canWave && isDense[row])
            {
                var count = 1 + isDense.AsSpan(row, Math.Min(PngWave.Rows, height - row)).LastIndexOf(true);
                Wave(filtered, types, row, count, rowBytes, step, scanlines, used);
                row += count;
                continue;
            }

            var source = filtered.Slice((row * (rowBytes + 1)) + 1, rowBytes);
            var above = row == 0 ? default : scanlines.Slice((row - 1) * rowBytes, rowBytes);
            var target = scanlines.Slice(row * rowBytes, rowBytes);
            if (isSparse[row])
            {
                PngSparseFilter.Undo(types[row], source, above, target, step, used);
            }
            else
            {
                PngFilter.Undo(types[row], source, above, target, step, 0, used);
            }

            row++;
        }

        return true;
    }

    /// <summary>Count rows from row on; the one above them is done, or there is none.</summary>
    private static void Wave(
        ReadOnlySpan<byte> filtered, byte[] types, int row, int count, int rowBytes, int step, Span<byte> scanlines, int used)
    {
        // Above the first row lie zeros. Where there are fewer rows than a wave has, the others write what nobody reads.
        var spareRows = (row == 0 ? 1 : 0) + PngWave.Rows - count;
        var spare = spareRows == 0 ? [] : ArrayPool<byte>.Shared.Rent(spareRows * rowBytes);
        try
        {
            fixed (byte* source = filtered[(row * (rowBytes + 1))..((row + count) * (rowBytes + 1))])
            fixed (byte* target = scanlines.Slice(row * rowBytes, count * rowBytes))
            fixed (byte* free = spare)
            {
                var kinds = stackalloc byte[PngWave.Rows];
                var sources = stackalloc byte*[PngWave.Rows];
                var targets = stackalloc byte*[PngWave.Rows];
                for (var j = 0; j < PngWave.Rows; j++)
                {
                    var isReal = j < count;
                    kinds[j] = types[isReal ? row + j : row];
                    sources[j] = source + ((isReal ? j : 0) * (rowBytes + 1L)) + 1;
                    targets[j] = isReal ? target + (j * (long)rowBytes) : free + ((j - count) * (long)rowBytes);
                }

                var above = target - rowBytes;
                if (row == 0)
                {
                    above = free + ((spareRows - 1L) * rowBytes);
                    new Span<byte>(above, rowBytes).Clear();
                }

                PngWave.Undo(new ReadOnlySpan<byte>(kinds, PngWave.Rows), sources, above, targets, rowBytes, step, used / step);
            }
        }
        finally
        {
            if (spareRows > 0)
            {
                ArrayPool<byte>.Shared.Return(spare);
            }
        }
    }
}
