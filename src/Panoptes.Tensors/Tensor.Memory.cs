using System.Runtime.InteropServices;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <content>Ways in from, and out to, plain memory.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>A CPU tensor with a copy of the values; without a shape, a vector of them.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged =>
            FromBytes(MemoryMarshal.AsBytes(values), DTypes.Of<T>(), shape.IsEmpty && values.Length != 1 ? [values.Length] : shape);

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, ReadOnlySpan{long})"/>
    public static Tensor From<T>(T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged => From<T>(values.AsSpan(), shape);

    /// <summary>A CPU tensor without dimensions.</summary>
    public static Tensor Scalar<T>(T value)
        where T : unmanaged => FromBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)), DTypes.Of<T>(), []);

    /// <summary>A CPU tensor with a copy of raw elements, of any dtype.</summary>
    /// <param name="bytes">The elements in row-major order, in this machine's byte order.</param>
    /// <param name="dtype">Their type.</param>
    /// <param name="shape">The sizes of the dimensions, outermost first.</param>
    /// <exception cref="ArgumentException">The shape needs another number of bytes.</exception>
    public static Tensor FromBytes(ReadOnlySpan<byte> bytes, DType dtype, params ReadOnlySpan<long> shape)
    {
        fixed (byte* memory = bytes)
        fixed (long* sizes = shape)
        {
            var handle = NativeMethods.FromMemory(memory, bytes.Length, sizes, shape.Length, (int)dtype);
            return handle != 0
                ? new Tensor(handle)
                : throw new ArgumentException($"a {dtype} tensor of shape [{string.Join(", ", shape.ToArray())}] cannot be made: "
                    + $"{TensorException.Last("from memory").Reason}");
        }
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        Ops.Zeros(shape, dtype, device: device);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        Ops.Ones(shape, dtype, device: device);

    /// <summary>A tensor filled with one value.</summary>
    public static Tensor Full(ReadOnlySpan<long> shape, Scalar value, DType dtype = DType.Float32, Device device = default) =>
        Ops.Full(shape, value, dtype, device: device);

    /// <summary>A tensor with whatever the memory held.</summary>
    public static Tensor Empty(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        Ops.Empty(shape, dtype, device: device);

    /// <summary>The elements where they lie: reads and writes go to the tensor. Valid until the tensor is freed.</summary>
    /// <exception cref="InvalidOperationException">The tensor is not a contiguous CPU tensor of <typeparamref name="T"/>.</exception>
    public Span<T> Data<T>()
        where T : unmanaged
    {
        if (DType != DTypes.Of<T>())
        {
            throw new InvalidOperationException($"{this} does not hold {DTypes.Of<T>()}; convert it with To(DType.{DTypes.Of<T>()}) first");
        }

        return new Span<T>(Address(), checked((int)Count));
    }

    /// <summary>The raw bytes of a contiguous CPU tensor of any dtype. Valid until the tensor is freed.</summary>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous or not on the CPU.</exception>
    public Span<byte> Bytes() => new(Address(), checked((int)(Count * DType.Size())));

    /// <summary>The address of the first element of a CPU tensor, whatever its strides.</summary>
    public nint DataPointer
    {
        get
        {
            void* data;
            Dispatcher.Recorder?.Reading(Handle);
            TensorException.ThrowIfFailed(NativeMethods.Data(Handle, &data), "data pointer");
            return (nint)data;
        }
    }

    /// <summary>The elements in row-major order, converted to <typeparamref name="T"/> and copied to the processor's memory.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var source = To(Device.Cpu, DTypes.Of<T>()).Contiguous();
        return source.Data<T>().ToArray();
    }

    /// <summary>The one element as a real number.</summary>
    /// <exception cref="TensorException">The tensor has more elements than one, or none.</exception>
    public double Item() => ItemScalar().AsDouble;

    /// <summary>The one element of an integer tensor.</summary>
    /// <exception cref="TensorException">The tensor has more elements than one, or none.</exception>
    public long ItemInt64() => ItemScalar().AsInt64;

    private Scalar ItemScalar()
    {
        Value value;
        Dispatcher.Recorder?.Reading(Handle);
        if (NativeMethods.Item(Handle, &value) < 0)
        {
            throw TensorException.Last($"item of {this}");
        }

        return value.ToScalar();
    }

    private void* Address()
    {
        if (!Device.IsCpu || !IsContiguous)
        {
            throw new InvalidOperationException(
                $"{this} {(Device.IsCpu ? "is not contiguous: call Contiguous()" : "lies on another device: call To(Device.Cpu)")} before "
                    + "its elements are read in place");
        }

        return (void*)DataPointer;
    }
}
