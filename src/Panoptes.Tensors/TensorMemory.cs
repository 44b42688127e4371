using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>Where tensors lie.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>Whether a tensor begins inside another's memory.</summary>
    public static bool IsInside(nint part, nint whole)
    {
        var (address, begin) = (Address(part), Address(whole));
        return address != 0 && begin != 0 && address >= begin && address < begin + Extent(whole);
    }

    private static nint Address(nint handle)
    {
        void* data;
        return NativeMethods.Data(handle, &data) < 0 ? 0 : (nint)data;
    }

    // Bytes from the first element to the end of the last.
    private static nint Extent(nint handle)
    {
        var rank = NativeMethods.Rank(handle);
        var sizes = stackalloc long[rank + 1];
        var strides = stackalloc long[rank + 1];
        TensorException.ThrowIfFailed(NativeMethods.Sizes(handle, sizes, rank), "sizes");
        TensorException.ThrowIfFailed(NativeMethods.Strides(handle, strides, rank), "strides");
        var last = 0L;
        for (var k = 0; k < rank; k++)
        {
            last += (sizes[k] - 1) * strides[k];
        }

        return (nint)((last + 1) * ((DType)NativeMethods.DTypeOf(handle)).Size());
    }
}
