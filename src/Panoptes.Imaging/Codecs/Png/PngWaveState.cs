using System.Runtime.Intrinsics;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>What a wave is, and how far it has come.</summary>
internal struct PngWaveState
{
    /// <summary>The filters of rows 0 to 3.</summary>
    public readonly Kinds First;

    /// <summary>The filters of rows 4 to 7.</summary>
    public readonly Kinds Second;

    /// <summary>Whether all rows have the filter Paeth.</summary>
    public readonly bool OnlyPaeth;

    /// <summary>Whether any row has the filter Average.</summary>
    public readonly bool HasAverage;

    /// <summary>The order of bytes that spreads four pixels to four bytes each.</summary>
    public readonly Vector256<byte> Spread;

    /// <summary>The order of bytes that squeezes them again.</summary>
    public readonly Vector256<byte> Squeeze;

    /// <summary>What rows 0 to 3 made.</summary>
    public Made Rows0To3;

    /// <summary>What rows 4 to 7 made.</summary>
    public Made Rows4To7;

    /// <summary>The beginning of a wave.</summary>
    /// <param name="types">The filters of its rows.</param>
    /// <param name="step">Bytes of a pixel: 1 to 4.</param>
    public PngWaveState(ReadOnlySpan<byte> types, int step)
    {
        (First, Second) = (new Kinds(types[..4]), new Kinds(types.Slice(4, 4)));
        (OnlyPaeth, HasAverage) = (!types.ContainsAnyExcept((byte)4), types.Contains((byte)3));
        (Spread, Squeeze) = Orders(step);
    }

    private static (Vector256<byte> Spread, Vector256<byte> Squeeze) Orders(int step)
    {
        Span<byte> spread = stackalloc byte[16];
        Span<byte> squeeze = stackalloc byte[16];
        spread.Fill(0x80);
        squeeze.Fill(0x80);
        for (var i = 0; i < PngWave.Block * step; i++)
        {
            var place = (4 * (i / step)) + (i % step);
            (spread[place], squeeze[i]) = ((byte)i, (byte)place);
        }

        var (one, other) = (Vector128.Create<byte>(spread), Vector128.Create<byte>(squeeze));
        return (Vector256.Create(one, one), Vector256.Create(other, other));
    }

    /// <summary>What four rows made: their last pixels, those before, and what lies above the last ones.</summary>
    public readonly struct Made(Vector256<short> latest, Vector256<short> earlier, Vector256<short> corner)
    {
        public readonly Vector256<short> Latest = latest;
        public readonly Vector256<short> Earlier = earlier;
        public readonly Vector256<short> Corner = corner;
    }

    /// <summary>Which neighbors the filters of four rows look at: all bits of a row's quarter, or none.</summary>
    public readonly struct Kinds
    {
        public readonly Vector256<short> UseLeft;
        public readonly Vector256<short> UseAbove;
        public readonly Vector256<short> IsPaeth;
        public readonly Vector256<short> IsAverage;

        public Kinds(ReadOnlySpan<byte> types)
        {
            IsPaeth = Have(types, 4);
            IsAverage = Have(types, 3);
            UseLeft = IsPaeth | IsAverage | Have(types, 1);
            UseAbove = IsPaeth | IsAverage | Have(types, 2);
        }

        private static Vector256<short> Have(ReadOnlySpan<byte> types, int type) =>
            Vector256.Equals(Vector256.Create((long)types[0], types[1], types[2], types[3]), Vector256.Create((long)type)).AsInt16();
    }
}
