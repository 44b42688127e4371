using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>
/// Undoes the filters of eight rows at a time. A pixel depends on its left and upper neighbors, so that one row has nothing to do
/// in parallel; eight have, when each is two pixels behind the row above it. One pixel behind would do, but two give what
/// a row has made the time to travel to the row below.
/// </summary>
/// <remarks>
/// Pixels of 1 to 4 bytes take a quarter of a vector, 16 bits a channel: rows 0 to 3 in one vector, rows 4 to 7 in another. Four pixels of
/// every row are loaded and turned into four such pairs of vectors; what comes out is turned back.
/// </remarks>
internal static unsafe class PngWave
{
    /// <summary>Rows of a wave.</summary>
    public const int Rows = 8;

    /// <summary>Rows of fewer pixels are done sooner one by one.</summary>
    public const int FewestPixels = 16;

    /// <summary>Pixels of a row that are loaded at once.</summary>
    public const int Block = 4;

    private const int Lag = 2;
    private const int Behind = Lag * (Rows - 1);
    private const int Bytes = 16;

    /// <summary>Whether pixels of this size are done here on this machine.</summary>
    public static bool Suits(int step) => Avx2.IsSupported && step <= 4;

    /// <summary>Undoes the filters of eight rows.</summary>
    /// <param name="types">The filter of each row.</param>
    /// <param name="sources">Each row as stored, without its filter byte: rowBytes bytes. Rows may be given more than once.</param>
    /// <param name="above">The row above the first, unfiltered: rowBytes bytes.</param>
    /// <param name="targets">Take rowBytes bytes each, all different.</param>
    /// <param name="rowBytes">Bytes of a row.</param>
    /// <param name="step">Bytes of a pixel: 1 to 4.</param>
    /// <param name="pixels">Pixels of each row that are wanted; bytes to their right are overwritten with anything.</param>
    public static void Undo(ReadOnlySpan<byte> types, byte** sources, byte* above, byte** targets, int rowBytes, int step, int pixels)
    {
        var state = new PngWaveState(types, step);
        var from = stackalloc byte*[Rows];
        var to = stackalloc byte*[Rows];
        for (var j = 0; j < Rows; j++)
        {
            from[j] = sources[j] - (Lag * j * step);
            to[j] = targets[j] - (Lag * j * step);
        }

        // Loads and stores take 16 bytes whatever a pixel's size; near the ends that reaches out of some rows.
        var blockBytes = Block * step;
        var end = (pixels + Behind) * step;
        var firstInside = (Behind + Block - 1) / Block * blockBytes;
        var endInside = Math.Min(end, rowBytes - Bytes + 1);
        for (var at = 0; at < end;)
        {
            if (at >= firstInside && at < endInside)
            {
                Blocks(ref state, from, above, to, at, endInside, step);
                at += (endInside - at + blockBytes - 1) / blockBytes * blockBytes;
            }
            else
            {
                Edge(ref state, sources, above, targets, at, rowBytes, step);
                at += blockBytes;
            }
        }
    }

    /// <summary>One block of four pixels where not all rows are inside: what lies beyond an end is zero.</summary>
    private static void Edge(ref PngWaveState state, byte** sources, byte* above, byte** targets, int at, int rowBytes, int step)
    {
        var taken = stackalloc byte[(Rows + 1) * Bytes];
        var made = stackalloc byte[Rows * Bytes];
        var from = stackalloc byte*[Rows];
        var to = stackalloc byte*[Rows];
        for (var j = 0; j < Rows; j++)
        {
            from[j] = taken + (j * Bytes);
            to[j] = made + (j * Bytes);
            Take(sources[j], at - (Lag * j * step), rowBytes).Store(from[j]);
        }

        var upper = taken + (Rows * Bytes);
        Take(above, at, rowBytes).Store(upper);
        Blocks(ref state, from, upper, to, 0, 1, step);
        for (var j = 0; j < Rows; j++)
        {
            Put(targets[j], at - (Lag * j * step), rowBytes, Vector128.Load(to[j]));
        }
    }

    /// <summary>Blocks of four pixels.</summary>
    /// <param name="state">What came before, and what comes out.</param>
    /// <param name="sources">Each row as stored; each so much earlier as it is behind.</param>
    /// <param name="above">The row above the first.</param>
    /// <param name="targets">Take the rows; each so much earlier as it is behind.</param>
    /// <param name="start">Where the first block begins, in bytes.</param>
    /// <param name="end">No block begins here or behind.</param>
    /// <param name="step">Bytes of a pixel.</param>
    private static void Blocks(ref PngWaveState state, byte** sources, byte* above, byte** targets, int start, int end, int step)
    {
        var (rows0To3, rows4To7, first, second) = (state.Rows0To3, state.Rows4To7, state.First, state.Second);
        var (onlyPaeth, hasAverage, spread, squeeze) = (state.OnlyPaeth, state.HasAverage, state.Spread, state.Squeeze);
        for (nint at = start; at < end; at += Block * step)
        {
            var (in0, in1, in2, in3) = Turn(
                Load(sources[0] + at, sources[2] + at, spread),
                Load(sources[1] + at, sources[3] + at, spread),
                Load(sources[4] + at, sources[6] + at, spread),
                Load(sources[5] + at, sources[7] + at, spread));
            var uppers = Avx2.ConvertToVector256Int16(Ssse3.Shuffle(Vector128.Load(above + at), spread.GetLower()));

            // A row's upper neighbor is what the row above made two steps ago.
            var last = rows0To3.Earlier;
            rows0To3 = Next(rows0To3, Avx2.UnpackLow(in0, Vector256<byte>.Zero), uppers, first, onlyPaeth, hasAverage);
            rows4To7 = Next(rows4To7, Avx2.UnpackHigh(in0, Vector256<byte>.Zero), Quarter(last, 3), second, onlyPaeth, hasAverage);
            var out0 = Pack(rows0To3, rows4To7);
            last = rows0To3.Earlier;
            rows0To3 = Next(rows0To3, Avx2.UnpackLow(in1, Vector256<byte>.Zero), Quarter(uppers, 1), first, onlyPaeth, hasAverage);
            rows4To7 = Next(rows4To7, Avx2.UnpackHigh(in1, Vector256<byte>.Zero), Quarter(last, 3), second, onlyPaeth, hasAverage);
            var out1 = Pack(rows0To3, rows4To7);
            last = rows0To3.Earlier;
            rows0To3 = Next(rows0To3, Avx2.UnpackLow(in2, Vector256<byte>.Zero), Quarter(uppers, 2), first, onlyPaeth, hasAverage);
            rows4To7 = Next(rows4To7, Avx2.UnpackHigh(in2, Vector256<byte>.Zero), Quarter(last, 3), second, onlyPaeth, hasAverage);
            var out2 = Pack(rows0To3, rows4To7);
            last = rows0To3.Earlier;
            rows0To3 = Next(rows0To3, Avx2.UnpackLow(in3, Vector256<byte>.Zero), Quarter(uppers, 3), first, onlyPaeth, hasAverage);
            rows4To7 = Next(rows4To7, Avx2.UnpackHigh(in3, Vector256<byte>.Zero), Quarter(last, 3), second, onlyPaeth, hasAverage);
            var (four02, four13, four46, four57) = TurnBack(out0, out1, out2, Pack(rows0To3, rows4To7));
            Store(targets[0] + at, targets[2] + at, Avx2.Shuffle(four02, squeeze));
            Store(targets[1] + at, targets[3] + at, Avx2.Shuffle(four13, squeeze));
            Store(targets[4] + at, targets[6] + at, Avx2.Shuffle(four46, squeeze));
            Store(targets[5] + at, targets[7] + at, Avx2.Shuffle(four57, squeeze));
        }

        (state.Rows0To3, state.Rows4To7) = (rows0To3, rows4To7);
    }

    /// <summary>One step of four rows.</summary>
    /// <param name="made">What they made before.</param>
    /// <param name="stored">Their pixels as stored.</param>
    /// <param name="upper">Quarter 0: what lies above the first of them.</param>
    /// <param name="kinds">Their filters.</param>
    /// <param name="onlyPaeth">Whether all rows of the wave have the filter Paeth.</param>
    /// <param name="hasAverage">Whether any has the filter Average.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PngWaveState.Made Next(
        PngWaveState.Made made, Vector256<byte> stored, Vector256<short> upper, in PngWaveState.Kinds kinds, bool onlyPaeth,
        bool hasAverage)
    {
        var above = Avx2.Blend(Avx2.Permute4x64(made.Earlier.AsInt64(), 0b10_01_00_00).AsInt32(), upper.AsInt32(), 0b11).AsInt16();
        var predicted = Predict(made.Latest, above, made.Corner, kinds, onlyPaeth, hasAverage);
        return new PngWaveState.Made((stored + predicted.AsByte()).AsInt16(), made.Latest, above);
    }

    /// <summary>The predictions of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Predict(
        Vector256<short> left, Vector256<short> above, Vector256<short> corner, in PngWaveState.Kinds kinds, bool onlyPaeth,
        bool hasAverage)
    {
        if (!onlyPaeth)
        {
            // Paeth is Sub where nothing is above, Up where nothing is left, and None where nothing is anywhere.
            (left, above, corner) = (left & kinds.UseLeft, above & kinds.UseAbove, corner & kinds.IsPaeth);
        }

        // The neighbor nearest to left + above - corner, ties to the left one, then the upper one, is the lesser of the two
        // where 3 * corner - above - left is at least the greater, the greater where it is at most the lesser, else the corner.
        var turn = corner + corner + corner - above - left;
        var (lesser, greater) = (Vector256.Min(left, above), Vector256.Max(left, above));
        var predicted = Avx2.BlendVariable(lesser, corner, Avx2.CompareGreaterThan(greater, turn));
        predicted = Avx2.BlendVariable(greater, predicted, Avx2.CompareGreaterThan(turn, lesser));
        return hasAverage ? Avx2.BlendVariable(predicted, (left + above) >>> 1, kinds.IsAverage) : predicted;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Pack(PngWaveState.Made rows0To3, PngWaveState.Made rows4To7) =>
        Avx2.PackUnsignedSaturate(rows0To3.Latest, rows4To7.Latest);

    /// <summary>A quarter as quarter 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Quarter(Vector256<short> quarters, [ConstantExpected] byte index) =>
        Avx2.Permute4x64(quarters.AsInt64(), index).AsInt16();

    /// <summary>Four pixels of each row to the eight rows' first, second, third and fourth: rows 0, 1, 4, 5 and 2, 3, 6, 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<byte> First, Vector256<byte> Second, Vector256<byte> Third, Vector256<byte> Fourth) Turn(
        Vector256<int> four02, Vector256<int> four13, Vector256<int> four46, Vector256<int> four57)
    {
        var (a, b) = (Avx2.UnpackLow(four02, four13).AsInt64(), Avx2.UnpackLow(four46, four57).AsInt64());
        var (c, d) = (Avx2.UnpackHigh(four02, four13).AsInt64(), Avx2.UnpackHigh(four46, four57).AsInt64());
        return (Avx2.UnpackLow(a, b).AsByte(), Avx2.UnpackHigh(a, b).AsByte(), Avx2.UnpackLow(c, d).AsByte(), Avx2.UnpackHigh(
            c, d).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<byte> Four02, Vector256<byte> Four13, Vector256<byte> Four46, Vector256<byte> Four57) TurnBack(
        Vector256<byte> first, Vector256<byte> second, Vector256<byte> third, Vector256<byte> fourth)
    {
        var (a, b) = (
            Avx2.UnpackLow(first.AsInt32(), second.AsInt32()).AsInt64(), Avx2.UnpackLow(third.AsInt32(), fourth.AsInt32()).AsInt64());
        var (c, d) = (
            Avx2.UnpackHigh(first.AsInt32(), second.AsInt32()).AsInt64(), Avx2.UnpackHigh(third.AsInt32(), fourth.AsInt32()).AsInt64());
        return (Avx2.UnpackLow(a, b).AsByte(), Avx2.UnpackHigh(a, b).AsByte(), Avx2.UnpackLow(c, d).AsByte(), Avx2.UnpackHigh(
            c, d).AsByte());
    }

    /// <summary>Four pixels of two rows, spread to four bytes each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(byte* one, byte* other, Vector256<byte> spread) =>
        Avx2.Shuffle(Vector256.Create(Vector128.Load(one), Vector128.Load(other)), spread).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* one, byte* other, Vector256<byte> fours)
    {
        fours.GetLower().Store(one);
        fours.GetUpper().Store(other);
    }

    /// <summary>16 bytes of a row, which may begin before it and end behind it; what lies there is zero.</summary>
    private static Vector128<byte> Take(byte* row, int at, int rowBytes)
    {
        if (at >= 0 && at <= rowBytes - Bytes)
        {
            return Vector128.Load(row + at);
        }

        var bytes = stackalloc byte[Bytes];
        Vector128<byte>.Zero.Store(bytes);
        var (low, high) = (Math.Max(at, 0), Math.Min(at + Bytes, rowBytes));
        for (var i = low; i < high; i++)
        {
            bytes[i - at] = row[i];
        }

        return Vector128.Load(bytes);
    }

    /// <summary>16 bytes of a row, of which those before it and behind it are dropped.</summary>
    private static void Put(byte* row, int at, int rowBytes, Vector128<byte> sixteen)
    {
        if (at >= 0 && at <= rowBytes - Bytes)
        {
            sixteen.Store(row + at);
            return;
        }

        var bytes = stackalloc byte[Bytes];
        sixteen.Store(bytes);
        var (low, high) = (Math.Max(at, 0), Math.Min(at + Bytes, rowBytes));
        for (var i = low; i < high; i++)
        {
            row[i] = bytes[i - at];
        }
    }
}
