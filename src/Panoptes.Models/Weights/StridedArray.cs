using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>A tensor as a view (offset, sizes, strides, in elements) of stored bytes, checked to lie within them.</summary>
internal sealed class StridedArray
{
    // A view may repeat elements (stride 0); one that repeats them into more than this is a bomb, not a weight.
    private const long MaximumExpandedCount = 1 << 24;

    private readonly IByteSource source;
    private readonly long offset;
    private readonly long[] strides;
    private readonly bool bigEndian;
    private readonly int size;
    private readonly long extent;

    /// <summary>Makes the view.</summary>
    /// <param name="file">The file, for error texts.</param>
    /// <param name="source">The stored bytes.</param>
    /// <param name="type">The element type.</param>
    /// <param name="offset">The first element.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="strides">The strides, one per size, none negative.</param>
    /// <param name="bigEndian">Whether the bytes of an element are stored highest first.</param>
    /// <exception cref="InputException">The view leaves the stored bytes.</exception>
    public StridedArray(string file, IByteSource source, DType type, long offset, long[] shape, long[] strides, bool bigEndian)
    {
        (this.source, this.offset, this.strides, this.bigEndian) = (source, offset, strides, bigEndian);
        (DType, Shape, size) = (type, shape, type.Size());
        var stored = source.Length / size;
        try
        {
            checked
            {
                var count = 1L;
                var last = offset;
                for (var d = 0; d < shape.Length; d++)
                {
                    if (shape[d] < 0 || strides[d] < 0)
                    {
                        throw Outside(file, stored);
                    }

                    count *= shape[d];
                    last += Math.Max(0, shape[d] - 1) * strides[d];
                }

                extent = count == 0 ? 0 : last + 1 - offset;
                if (strides.Length != shape.Length || offset < 0 || extent > stored - offset
                    || (count > stored && count > MaximumExpandedCount))
                {
                    throw Outside(file, stored);
                }

                Count = count;
            }
        }
        catch (OverflowException)
        {
            throw Outside(file, stored);
        }
    }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The sizes.</summary>
    public long[] Shape { get; }

    /// <summary>How many elements there are.</summary>
    public long Count { get; }

    /// <summary>Row-major strides of a shape.</summary>
    public static long[] RowMajor(ReadOnlySpan<long> shape)
    {
        var strides = new long[shape.Length];
        var step = 1L;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = step;
            step = unchecked(step * Math.Max(1, shape[d]));
        }

        return strides;
    }

    /// <summary>Column-major (Fortran) strides of a shape.</summary>
    public static long[] ColumnMajor(ReadOnlySpan<long> shape)
    {
        var strides = new long[shape.Length];
        var step = 1L;
        for (var d = 0; d < shape.Length; d++)
        {
            strides[d] = step;
            step = unchecked(step * Math.Max(1, shape[d]));
        }

        return strides;
    }

    /// <summary>Reads the elements, row-major and little-endian.</summary>
    /// <param name="destination">Exactly as many bytes as the tensor has.</param>
    public void Read(Span<byte> destination)
    {
        if (Count == 0)
        {
            return;
        }

        if (IsRowMajor())
        {
            source.Read(offset * size, destination);
        }
        else
        {
            var window = new byte[extent * size];
            source.Read(offset * size, window);
            Gather(window, destination);
        }

        if (bigEndian)
        {
            SwapBytes(destination);
        }
    }

    private static InputException Outside(string file, long stored) =>
        new(
            file, "a tensor whose sizes and strides leave its storage", $"a view of at most {stored} elements",
            "get the file again: it is damaged or forged");

    private bool IsRowMajor()
    {
        var step = 1L;
        for (var d = Shape.Length - 1; d >= 0; d--)
        {
            if (Shape[d] != 1 && strides[d] != step)
            {
                return false;
            }

            step *= Shape[d];
        }

        return true;
    }

    private void Gather(ReadOnlySpan<byte> window, Span<byte> destination)
    {
        var index = new long[Shape.Length];
        var element = 0L;
        for (var i = 0; i < destination.Length; i += size)
        {
            window.Slice((int)(element * size), size).CopyTo(destination[i..]);
            for (var d = Shape.Length - 1; d >= 0; d--)
            {
                element += strides[d];
                if (++index[d] < Shape[d])
                {
                    break;
                }

                element -= strides[d] * Shape[d];
                index[d] = 0;
            }
        }
    }

    private void SwapBytes(Span<byte> bytes)
    {
        switch (size)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
