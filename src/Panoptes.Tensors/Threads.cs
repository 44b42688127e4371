using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>How many threads libtorch uses.</summary>
public static class Threads
{
    /// <summary>
    /// Threads inside one operator, of the calling thread's team, and of OpenBLAS's matrix products. Results may differ in the last bits
    /// between counts.
    /// </summary>
    /// <exception cref="TensorException">Set to less than 1.</exception>
    public static int Count
    {
        get => NativeMethods.Threads();
        set => TensorException.ThrowIfFailed(NativeMethods.SetThreads(value), "thread count");
    }

    /// <summary>Threads that run independent operators (libtorch's own task pool). Can be set once, before the pool's first use.</summary>
    /// <exception cref="TensorException">The pool has already started.</exception>
    public static int BetweenOperators
    {
        get => NativeMethods.InteropThreads();
        set => TensorException.ThrowIfFailed(NativeMethods.SetInteropThreads(value), "inter-operator thread count");
    }
}
