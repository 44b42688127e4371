namespace Panoptes.Imaging;

/// <summary>Undoes the scanline filters of PNG (ISO 15948, 9.2).</summary>
internal static partial class PngFilter
{
    /// <summary>Undoes the filter of one scanline.</summary>
    /// <param name="type">The filter: 0 none, 1 sub, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="filtered">The scanline as stored, without its filter byte.</param>
    /// <param name="above">The scanline above, unfiltered; empty above the first.</param>
    /// <param name="row">Takes the unfiltered scanline.</param>
    /// <param name="step">Bytes to the pixel on the left.</param>
    /// <returns>False where there is no such filter.</returns>
    public static bool TryUndo(int type, ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int step)
    {
        switch (type, above.IsEmpty)
        {
            case (0, _):
            case (2, true):
                filtered.CopyTo(row);
                return true;
            case (1, _):
            case (4, true):
                Sub(filtered, row, step);
                return true;
            case (2, false):
                Up(filtered, above, row);
                return true;
            case (3, true):
                AverageOfFirstRow(filtered, row, step);
                return true;
            case (3, false):
                Average(filtered, above, row, step);
                return true;
            case (4, false):
                Paeth(filtered, above, row, step);
                return true;
            default:
                return false;
        }
    }

    private static void Sub(ReadOnlySpan<byte> filtered, Span<byte> row, int step)
    {
        filtered[..Math.Min(step, row.Length)].CopyTo(row);
        for (var i = step; i < row.Length; i++)
        {
            row[i] = (byte)(filtered[i] + row[i - step]);
        }
    }

    private static void Up(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = (byte)(filtered[i] + above[i]);
        }
    }

    private static void AverageOfFirstRow(ReadOnlySpan<byte> filtered, Span<byte> row, int step)
    {
        filtered[..Math.Min(step, row.Length)].CopyTo(row);
        for (var i = step; i < row.Length; i++)
        {
            row[i] = (byte)(filtered[i] + (row[i - step] >> 1));
        }
    }

    private static void Average(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i < step ? 0 : row[i - step];
            row[i] = (byte)(filtered[i] + ((left + above[i]) >> 1));
        }
    }

    private static void Paeth(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < step ? (0, 0) : (row[i - step], above[i - step]);
            row[i] = (byte)(filtered[i] + Predict(left, above[i], corner));
        }
    }

    private static int Predict(int left, int above, int corner)
    {
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - (2 * corner)));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
