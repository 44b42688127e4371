using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>A number given to an operator: an integer, a real number or a truth value. The default value means "not given".</summary>
public readonly struct Scalar : IEquatable<Scalar>
{
    private Scalar(Tag tag, long bits)
    {
        Tag = tag;
        Bits = bits;
    }

    internal Tag Tag { get; }

    internal long Bits { get; }

    /// <summary>Whether a number is given at all.</summary>
    public bool IsGiven => Tag != Tag.None;

    /// <summary>The number as a real number; an absent one is NaN.</summary>
    public double AsDouble => Tag switch
    {
        Tag.None => double.NaN,
        Tag.Double => BitConverter.Int64BitsToDouble(Bits),
        _ => Bits,
    };

    /// <summary>The number as an integer, cut towards zero; an absent one is 0.</summary>
    public long AsInt64 => Tag == Tag.Double ? (long)AsDouble : Bits;

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(long value) => new(Tag.Int, value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(int value) => new(Tag.Int, value);

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(Tag.Bool, value ? 1 : 0);

    /// <summary>Whether both are the same number of the same kind.</summary>
    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Scalar other) => Tag == other.Tag && Bits == other.Bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tag, Bits);

    /// <inheritdoc/>
    public override string ToString() => Tag switch
    {
        Tag.None => "none",
        Tag.Bool => Bits != 0 ? "true" : "false",
        Tag.Int => Bits.ToString(),
        _ => AsDouble.ToString("R"),
    };
}
