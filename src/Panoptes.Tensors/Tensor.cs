using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>
/// A tensor of libtorch: one counted handle. It belongs to the <see cref="TensorScope"/> that was open when it was made and is freed
/// when that scope closes; made outside every scope, or after <see cref="Keep"/>, it belongs to the caller, who disposes it.
/// The garbage collector never frees it.
/// </summary>
public sealed unsafe partial class Tensor : IDisposable
{
    private nint _handle;
    private long[]? _shape;

    internal Tensor(nint handle)
    {
        _handle = handle;
        TensorScope.Enter(this);
    }

    /// <summary>libtorch's handle; valid while the tensor is not disposed.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed, or its scope is closed.</exception>
    public nint Handle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_handle == 0)
            {
                ThrowDisposed();
            }

            return _handle;
        }
    }

    /// <summary>The scope that owns this tensor, or null.</summary>
    internal TensorScope? Scope { get; set; }

    /// <summary>The position in the owning scope.</summary>
    internal int ScopeIndex { get; set; }

    /// <summary>Whether the handle was given back.</summary>
    public bool IsDisposed => _handle == 0;

    /// <summary>The size of every dimension, outermost first.</summary>
    public ReadOnlySpan<long> Shape
    {
        get
        {
            var handle = Handle;
            if (_shape is null)
            {
                var shape = new long[NativeMethods.Rank(handle)];
                fixed (long* sizes = shape)
                {
                    TensorException.ThrowIfFailed(NativeMethods.Sizes(handle, sizes, shape.Length), "sizes");
                }

                _shape = shape;
            }

            return _shape;
        }
    }

    /// <summary>The distance in elements between neighbors along every dimension.</summary>
    public long[] Strides
    {
        get
        {
            var strides = new long[Rank];
            fixed (long* to = strides)
            {
                TensorException.ThrowIfFailed(NativeMethods.Strides(Handle, to, strides.Length), "strides");
            }

            return strides;
        }
    }

    /// <summary>The number of dimensions.</summary>
    public int Rank => _shape?.Length ?? NativeMethods.Rank(Handle);

    /// <summary>The number of elements.</summary>
    public long Count => NativeMethods.Count(Handle);

    /// <summary>The type of the elements.</summary>
    public DType DType => (DType)NativeMethods.DTypeOf(Handle);

    /// <summary>Where the elements lie.</summary>
    public Device Device => Device.Unpack(NativeMethods.DeviceOf(Handle));

    /// <summary>Whether the elements lie in row-major order without gaps.</summary>
    public bool IsContiguous => NativeMethods.IsContiguous(Handle, (int)MemoryFormat.Contiguous) != 0;

    /// <summary>Whether the elements lie in the order of <paramref name="format"/> without gaps.</summary>
    public bool IsContiguousAs(MemoryFormat format) => NativeMethods.IsContiguous(Handle, (int)format) != 0;

    /// <summary>The size of a dimension; negative ones count from the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public long Size(int dim)
    {
        var shape = Shape;
        var index = dim < 0 ? dim + shape.Length : dim;
        return (uint)index < (uint)shape.Length
            ? shape[index]
            : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"the tensor has {shape.Length} dimensions");
    }

    /// <summary>Takes the tensor out of its scope: the caller owns it now and disposes it.</summary>
    /// <returns>This tensor.</returns>
    public Tensor Keep()
    {
        Scope?.Remove(this);
        return this;
    }

    /// <summary>Another handle of the same tensor, in the innermost open scope.</summary>
    public Tensor Alias() => new(NativeMethods.Share(Handle));

    /// <summary>Gives the handle back now. Disposing twice does nothing.</summary>
    public void Dispose()
    {
        if (_handle != 0)
        {
            Scope?.Remove(this);
            Free();
        }
    }

    /// <summary>dtype, shape and device, such as <c>Float32[2, 3, 4, 4]</c>; never the elements.</summary>
    public override string ToString()
    {
        if (_handle == 0)
        {
            return "disposed tensor";
        }

        var where = Device.IsCpu ? "" : $"@{Device}";
        return $"{DType}[{string.Join(", ", Shape.ToArray())}]{where}";
    }

    /// <summary>Gives the handle back; the scope has already let go of the tensor.</summary>
    internal void Free()
    {
        var handle = _handle;
        _handle = 0;
        NativeMethods.Release(handle);
        TensorScope.CountFreed();
        ShapePass.Current?.Freed(handle);
    }

    /// <summary>
    /// Lets this object stand for a converted tensor from now on: a module's parameter stays one object wherever it is moved.
    /// The gradient is converted too.
    /// </summary>
    internal void ReplaceBy(Func<Tensor, Tensor> convert)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var source = Detach();
        var converted = convert(source);
        if (ReferenceEquals(converted, source) || NativeMethods.SameMemory(converted.Handle, source.Handle) != 0)
        {
            return;
        }

        var target = converted.Detach();
        target.RequiresGrad = RequiresGrad;
        if (Grad is { } gradient)
        {
            target.Grad = convert(gradient).Detach();
        }

        (_handle, target._handle) = (target._handle, _handle);
    }

    [DoesNotReturn]
    private static void ThrowDisposed() =>
        throw new ObjectDisposedException(nameof(Tensor), "the tensor was disposed, or the scope that owned it is closed");
}
