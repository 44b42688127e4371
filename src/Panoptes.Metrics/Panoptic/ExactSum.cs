namespace Panoptes.Metrics;

/// <summary>
/// A sum of doubles without rounding, in units of 2^-53: every double in (0.5, 1], so every matched IoU, is a whole
/// number of them. Additions commute, so any split of a data set over processes gives the same digits.
/// </summary>
public readonly record struct ExactSum
{
    private const double UnitsInOne = 9007199254740992;

    private readonly Int128 units;

    private ExactSum(Int128 units) => this.units = units;

    /// <summary>The sum as the nearest double.</summary>
    public double Value => (double)units / UnitsInOne;

    /// <summary>One value.</summary>
    /// <param name="value">A multiple of 2^-53 below 2^60 in size; every double above 0.5 is one.</param>
    public static ExactSum Of(double value)
    {
        var scaled = value * UnitsInOne;
        if (!(Math.Abs(scaled) < 1e34) || Math.Floor(scaled) != scaled)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "is no multiple of 2^-53 below 2^60");
        }

        return new ExactSum((Int128)scaled);
    }

    /// <summary>Adds two sums.</summary>
    public static ExactSum operator +(ExactSum left, ExactSum right) => new(left.units + right.units);

    /// <summary>Takes a sum as often as it was drawn in a bootstrap.</summary>
    public static ExactSum operator *(ExactSum sum, int times) => new(sum.units * times);
}
