using System.Globalization;

namespace Panoptes.Metrics.Intervals;

/// <summary>
/// A sum in units of 2^-70, kept as an integer: additions commute, so any split of a data set over processes gives the same
/// digits. Every double above 0.5, so every matched IoU, is a whole number of units; other ratios are rounded once to the
/// nearest unit.
/// </summary>
public readonly record struct ExactSum
{
    private const int Bits = 70;
    private const double UnitsInOne = 1024.0 * (1L << 60);

    private readonly Int128 units;

    private ExactSum(Int128 units) => this.units = units;

    /// <summary>The sum as the nearest double.</summary>
    public double Value => (double)units / UnitsInOne;

    /// <summary>One value.</summary>
    /// <param name="value">A multiple of 2^-70 below 2^50 in size; every double above 2^-17 is one.</param>
    public static ExactSum Of(double value)
    {
        var scaled = value * UnitsInOne;
        if (!(Math.Abs(value) < 1L << 50) || Math.Floor(scaled) != scaled)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "is no multiple of 2^-70 below 2^50");
        }

        return new ExactSum((Int128)scaled);
    }

    /// <summary>The ratio of two counts, to the nearest 2^-70.</summary>
    /// <param name="part">0 to <paramref name="whole"/>.</param>
    /// <param name="whole">Above 0 and below 2^56.</param>
    public static ExactSum OfRatio(long part, long whole)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(whole);
        return new ExactSum((((Int128)part << Bits) + (whole / 2)) / whole);
    }

    /// <summary>The sum in whole units, for files that keep it without loss.</summary>
    public string Units => units.ToString(CultureInfo.InvariantCulture);

    /// <summary>The sum of which <see cref="Units"/> were kept; null where the text is no whole number.</summary>
    public static ExactSum? OfUnits(string text) =>
        Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var units) ? new ExactSum(units) : null;

    /// <summary>Writes the sum for another process, without loss.</summary>
    internal void Write(BinaryWriter writer)
    {
        writer.Write((ulong)(units >> 64));
        writer.Write((ulong)units);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static ExactSum Read(BinaryReader reader) => new(new Int128(reader.ReadUInt64(), reader.ReadUInt64()));

    /// <summary>Adds two sums.</summary>
    public static ExactSum operator +(ExactSum left, ExactSum right) => new(left.units + right.units);

    /// <summary>Takes a sum as often as it was drawn in a bootstrap.</summary>
    public static ExactSum operator *(ExactSum sum, int times) => new(sum.units * times);
}
