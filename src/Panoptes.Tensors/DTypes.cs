namespace Panoptes.Tensors;

/// <summary>What is known of each <see cref="DType"/>.</summary>
public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.UInt8 or DType.Int8 or DType.Bool => 1,
        DType.Int16 or DType.Float16 or DType.BFloat16 => 2,
        DType.Int32 or DType.Float32 => 4,
        DType.Int64 or DType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Panoptes does not carry this element type."),
    };

    /// <summary>Whether the elements are real numbers (of any precision).</summary>
    public static bool IsFloatingPoint(this DType dtype) => dtype is DType.Float16 or DType.Float32 or DType.Float64 or DType.BFloat16;

    /// <summary>The element type that a .NET type is stored as.</summary>
    /// <exception cref="NotSupportedException">No element type has this representation.</exception>
    public static DType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return DType.Float32;
        }

        if (typeof(T) == typeof(long))
        {
            return DType.Int64;
        }

        if (typeof(T) == typeof(double))
        {
            return DType.Float64;
        }

        if (typeof(T) == typeof(byte))
        {
            return DType.UInt8;
        }

        if (typeof(T) == typeof(int))
        {
            return DType.Int32;
        }

        if (typeof(T) == typeof(bool))
        {
            return DType.Bool;
        }

        if (typeof(T) == typeof(short))
        {
            return DType.Int16;
        }

        if (typeof(T) == typeof(sbyte))
        {
            return DType.Int8;
        }

        return typeof(T) == typeof(Half)
            ? DType.Float16
            : throw new NotSupportedException($"no tensor has elements of the .NET type {typeof(T).Name}; use float, double, Half, byte, "
                + "sbyte, short, int, long or bool");
    }
}
