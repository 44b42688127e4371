using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Panoptes.Metrics.Pixels;

/// <summary>A row of pixels that knows its ids and where neighboring pixels differ.</summary>
internal interface IPixelIds
{
    /// <summary>Bit k is set where pixel <paramref name="at"/> + k differs from the one after it; 32 of them, all there.</summary>
    uint Changes(nint at);

    /// <summary>The id of a pixel.</summary>
    int Id(nint at);
}

/// <summary>Ids of 8 bits.</summary>
internal readonly unsafe struct ByteIds(byte* pixels) : IPixelIds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Changes(nint at) =>
        ~Vector256.Equals(Vector256.Load(pixels + at), Vector256.Load(pixels + at + 1)).ExtractMostSignificantBits();

    public int Id(nint at) => pixels[at];
}

/// <summary>Ids of 16 bits.</summary>
internal readonly unsafe struct UShortIds(ushort* pixels) : IPixelIds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Changes(nint at)
    {
        var low = Vector256.Equals(Vector256.Load(pixels + at), Vector256.Load(pixels + at + 1)).ExtractMostSignificantBits();
        var high = Vector256.Equals(Vector256.Load(pixels + at + 16), Vector256.Load(pixels + at + 17)).ExtractMostSignificantBits();
        return ~(low | (high << 16));
    }

    public int Id(nint at) => pixels[at];
}

/// <summary>Ids of 32 bits.</summary>
internal readonly unsafe struct IntIds(int* pixels) : IPixelIds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Changes(nint at)
    {
        uint equal = 0;
        for (var k = 0; k < 4; k++)
        {
            equal |= Vector256.Equals(Vector256.Load(pixels + at + (8 * k)), Vector256.Load(pixels + at + (8 * k) + 1))
                .ExtractMostSignificantBits() << (8 * k);
        }

        return ~equal;
    }

    public int Id(nint at) => pixels[at];
}

/// <summary>Ids of 24 bits as COCO's panoptic PNGs hold them: R + 256 G + 65536 B, three bytes a pixel.</summary>
internal readonly unsafe struct RgbIds(byte* pixels) : IPixelIds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Changes(nint at)
    {
        var bytes = pixels + (at * 3);
        var first = ~Vector256.Equals(Vector256.Load(bytes), Vector256.Load(bytes + 3)).ExtractMostSignificantBits();
        var second = ~Vector256.Equals(Vector256.Load(bytes + 32), Vector256.Load(bytes + 35)).ExtractMostSignificantBits();
        var third = ~Vector256.Equals(Vector256.Load(bytes + 64), Vector256.Load(bytes + 67)).ExtractMostSignificantBits();
        return (first | second | third) == 0 ? 0 : ToPixels(first, second, third);
    }

    public int Id(nint at)
    {
        var bytes = pixels + (at * 3);
        return bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
    }

    private static uint ToPixels(uint first, uint second, uint third)
    {
        uint changes = 0;
        for (var low = first | ((ulong)second << 32); low != 0; low &= low - 1)
        {
            changes |= 1u << (BitOperations.TrailingZeroCount(low) / 3);
        }

        for (; third != 0; third &= third - 1)
        {
            changes |= 1u << ((BitOperations.TrailingZeroCount(third) + 64) / 3);
        }

        return changes;
    }
}

/// <summary>Two sets of ids on the same pixels as one: the first's 8 bits below the second's.</summary>
internal readonly struct BothIds<TLow, THigh>(TLow low, THigh high) : IPixelIds
    where TLow : struct, IPixelIds
    where THigh : struct, IPixelIds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Changes(nint at) => low.Changes(at) | high.Changes(at);

    public int Id(nint at) => low.Id(at) | (high.Id(at) << 8);
}

/// <summary>One pass over two id maps: every run of pixels with one pair of ids is one addition.</summary>
internal static class RunCounter
{
    /// <summary>Counts all pairs of ids of <paramref name="length"/> pixels.</summary>
    public static void Count<TTruth, TPrediction>(TTruth truth, TPrediction prediction, int length, PairCounts counts)
        where TTruth : struct, IPixelIds
        where TPrediction : struct, IPixelIds
    {
        nint runStart = 0, at = 0;
        var (lastTruth, lastPrediction, pending) = (0, 0, 0L);

        // The 33rd pixel is looked at, so the last block must have one more behind it (and RGB reads two bytes past that).
        for (; at + 34 <= length; at += 32)
        {
            for (var changes = truth.Changes(at) | prediction.Changes(at); changes != 0; changes &= changes - 1)
            {
                Run(at + BitOperations.TrailingZeroCount(changes) + 1);
            }
        }

        for (; at < length - 1; at++)
        {
            if (truth.Id(at) != truth.Id(at + 1) || prediction.Id(at) != prediction.Id(at + 1))
            {
                Run(at + 1);
            }
        }

        if (length > 0)
        {
            Run(length);
        }

        if (pending > 0)
        {
            counts.Add(lastTruth, lastPrediction, pending);
        }

        void Run(nint end)
        {
            var (t, p) = (truth.Id(runStart), prediction.Id(runStart));
            if (t != lastTruth || p != lastPrediction)
            {
                if (pending > 0)
                {
                    counts.Add(lastTruth, lastPrediction, pending);
                }

                (lastTruth, lastPrediction, pending) = (t, p, 0);
            }

            pending += end - runStart;
            runStart = end;
        }
    }
}

/// <summary>Counts pairs of ids of maps of any pixel type; one for every worker.</summary>
public sealed class SegmentPairCounter
{
    private readonly PairCounts counts = new();

    /// <summary>The pairs of two maps of 32-bit ids, in ascending (truth, prediction).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public unsafe SegmentPair[] Count(ReadOnlySpan<int> truth, ReadOnlySpan<int> prediction)
    {
        Check(truth.Length, prediction.Length);
        fixed (int* t = truth, p = prediction)
        {
            RunCounter.Count(new IntIds(t), new IntIds(p), truth.Length, counts);
        }

        return counts.TakeSorted();
    }

    /// <summary>The pairs of two maps of three bytes a pixel, id = R + 256 G + 65536 B, in ascending (truth, prediction).</summary>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of 3.</exception>
    public unsafe SegmentPair[] CountRgb(ReadOnlySpan<byte> truth, ReadOnlySpan<byte> prediction)
    {
        Check(truth.Length, prediction.Length);
        if (truth.Length % 3 != 0)
        {
            throw new ArgumentException($"{truth.Length} bytes are no whole RGB pixels", nameof(truth));
        }

        fixed (byte* t = truth, p = prediction)
        {
            RunCounter.Count(new RgbIds(t), new RgbIds(p), truth.Length / 3, counts);
        }

        return counts.TakeSorted();
    }

    /// <summary>The pairs of two maps of 16-bit ids, in ascending (truth, prediction).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public unsafe SegmentPair[] Count(ReadOnlySpan<ushort> truth, ReadOnlySpan<ushort> prediction)
    {
        Check(truth.Length, prediction.Length);
        fixed (ushort* t = truth, p = prediction)
        {
            RunCounter.Count(new UShortIds(t), new UShortIds(p), truth.Length, counts);
        }

        return counts.TakeSorted();
    }

    /// <summary>
    /// The pairs of two (class, instance) maps; the ids of the result are class + 256 * instance.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public unsafe SegmentPair[] Count(
        ReadOnlySpan<byte> truthClass, ReadOnlySpan<ushort> truthInstance, ReadOnlySpan<byte> predictedClass,
        ReadOnlySpan<ushort> predictedInstance)
    {
        Check(truthClass.Length, predictedClass.Length);
        Check(truthInstance.Length, predictedInstance.Length);
        Check(truthClass.Length, truthInstance.Length);
        fixed (byte* tc = truthClass, pc = predictedClass)
        fixed (ushort* ti = truthInstance, pi = predictedInstance)
        {
            var truth = new BothIds<ByteIds, UShortIds>(new ByteIds(tc), new UShortIds(ti));
            RunCounter.Count(truth, new BothIds<ByteIds, UShortIds>(new ByteIds(pc), new UShortIds(pi)), truthClass.Length, counts);
        }

        return counts.TakeSorted();
    }

    /// <summary>The pairs of a (class, instance) map, id = class + 256 * instance, and a class map.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public unsafe SegmentPair[] Count(ReadOnlySpan<byte> truthClass, ReadOnlySpan<ushort> truthInstance, ReadOnlySpan<byte> predictedClass)
    {
        Check(truthClass.Length, predictedClass.Length);
        Check(truthClass.Length, truthInstance.Length);
        fixed (byte* tc = truthClass, pc = predictedClass)
        fixed (ushort* ti = truthInstance)
        {
            RunCounter.Count(
                new BothIds<ByteIds, UShortIds>(new ByteIds(tc), new UShortIds(ti)), new ByteIds(pc), truthClass.Length, counts);
        }

        return counts.TakeSorted();
    }

    private static void Check(int first, int second)
    {
        if (first != second)
        {
            throw new ArgumentException($"maps of {first} and {second} values do not lie on each other");
        }
    }
}
