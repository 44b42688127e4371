using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Panoptes.Metrics.Semantic;

/// <summary>
/// Counts (truth, prediction) pairs of pixels. Label maps are mostly runs: a vector of pixels that all hold the same pair
/// is one addition. The rest is spread over four tables in turn, so that equal neighbors do not wait for each other.
/// </summary>
internal sealed class PixelPairHistogram
{
    private const int Tables = 4;
    private const int Chunk = 4096;

    private readonly int classes;
    private readonly int shift;
    private readonly int tableSize;
    private readonly uint[] tables;
    private readonly int[] rows;
    private readonly int[] columns;

    public PixelPairHistogram(int classes)
    {
        this.classes = classes;
        shift = BitOperations.Log2((uint)classes) + 1;
        tableSize = (classes + 1) << shift;
        tables = new uint[(classes < 256 ? Tables : 1) * tableSize];
        rows = new int[Chunk];
        columns = new int[Chunk];
    }

    /// <summary>Counts into the tables; on a truth value that is no class, clears them and says which value.</summary>
    public bool TryCount<T>(ReadOnlySpan<T> truth, ReadOnlySpan<T> prediction, int ignore, out long bad)
        where T : unmanaged, IBinaryInteger<T>
    {
        var done = 0;
        var fine = true;
        if (typeof(T) == typeof(byte) && classes < 255 && Vector256.IsHardwareAccelerated)
        {
            done = truth.Length & ~31;
            fine = CountVectors(MemoryMarshal.AsBytes(truth)[..done], MemoryMarshal.AsBytes(prediction)[..done], ignore);
        }

        for (; fine && done < truth.Length; done += Chunk)
        {
            var length = Math.Min(Chunk, truth.Length - done);
            fine = CountChunk(truth.Slice(done, length), prediction.Slice(done, length), ignore);
        }

        bad = fine ? 0 : FindBad(truth, ignore);
        if (!fine)
        {
            Array.Clear(tables);
        }

        return fine;
    }

    /// <summary>Adds the tables to (classes + 1) x (classes + 1) counts and clears them.</summary>
    public void FlushInto(long[] counts)
    {
        var copies = tables.Length / tableSize;
        for (var t = 0; t <= classes; t++)
        {
            for (var p = 0; p <= classes; p++)
            {
                long sum = 0;
                for (var copy = 0; copy < copies; copy++)
                {
                    sum += tables[(copy * tableSize) + (t << shift) + p];
                }

                counts[(t * (classes + 1)) + p] += sum;
            }
        }

        Array.Clear(tables);
    }

    private long FindBad<T>(ReadOnlySpan<T> truth, int ignore)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var value in truth)
        {
            var label = long.CreateSaturating(value);
            if ((ulong)label >= (ulong)classes && label != ignore)
            {
                return label;
            }
        }

        throw new InvalidOperationException("a bad label was seen and is not there");
    }

    private unsafe bool CountVectors(ReadOnlySpan<byte> truth, ReadOnlySpan<byte> prediction, int ignore)
    {
        // Without an ignored byte, every value from None upwards is bad; None itself never equals a class.
        var hasIgnore = (uint)ignore <= 255;
        var ignored = Vector256.Create((byte)ignore);
        var none = Vector256.Create((byte)classes);
        var bad = Vector256<byte>.Zero;
        var indices = stackalloc ushort[32];
        fixed (byte* truthStart = truth, predictionStart = prediction)
        fixed (uint* table0 = tables)
        {
            var table1 = table0 + tableSize;
            var table2 = table1 + tableSize;
            var table3 = table2 + tableSize;
            for (var i = 0; i < truth.Length; i += 32)
            {
                var t = Vector256.Load(truthStart + i);
                var p = Vector256.Load(predictionStart + i);
                var isIgnored = hasIgnore ? Vector256.Equals(t, ignored) : Vector256<byte>.Zero;
                var outside = Vector256.AndNot(Vector256.Equals(Vector256.Max(t, none), t), isIgnored);
                bad |= outside;
                var row = Vector256.ConditionalSelect(isIgnored, none, Vector256.Min(t, none));
                var column = Vector256.Min(p, none);
                var (firstRow, firstColumn) = (row.ToScalar(), column.ToScalar());
                var differs = (row ^ Vector256.Create(firstRow)) | (column ^ Vector256.Create(firstColumn));
                if (differs == Vector256<byte>.Zero)
                {
                    table0[(firstRow << shift) + firstColumn] += 32;
                    continue;
                }

                var (rowLow, rowHigh) = Vector256.Widen(row);
                var (columnLow, columnHigh) = Vector256.Widen(column);
                Vector256.Store(Vector256.ShiftLeft(rowLow, shift) + columnLow, indices);
                Vector256.Store(Vector256.ShiftLeft(rowHigh, shift) + columnHigh, indices + 16);
                for (var k = 0; k < 32; k += 4)
                {
                    var four = *(ulong*)(indices + k);
                    table0[four & 0xFFFF]++;
                    table1[(four >> 16) & 0xFFFF]++;
                    table2[(four >> 32) & 0xFFFF]++;
                    table3[four >> 48]++;
                }
            }
        }

        return bad == Vector256<byte>.Zero;
    }

    private bool CountChunk<T>(ReadOnlySpan<T> truth, ReadOnlySpan<T> prediction, int ignore)
        where T : unmanaged, IBinaryInteger<T>
    {
        var allRows = rows.AsSpan(0, truth.Length);
        var allColumns = columns.AsSpan(0, truth.Length);
        for (var i = 0; i < allRows.Length; i++)
        {
            var t = long.CreateTruncating(truth[i]);
            var p = ulong.CreateTruncating(prediction[i]);
            if (t == ignore)
            {
                t = classes;
            }
            else if ((ulong)t >= (ulong)classes)
            {
                return false;
            }

            allRows[i] = (int)t;
            allColumns[i] = (int)Math.Min(p, (ulong)classes);
        }

        var tableMask = (tables.Length / tableSize) - 1;
        for (var i = 0; i < allRows.Length; i++)
        {
            tables[((i & tableMask) * tableSize) + (allRows[i] << shift) + allColumns[i]]++;
        }

        return true;
    }
}
