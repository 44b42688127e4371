using System.Runtime.InteropServices;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>The libtorch behind the bridge.</summary>
public static unsafe class Libtorch
{
    private static readonly Lazy<Version> s_number = new(() => System.Version.Parse(Version.Split('+', 'a')[0]));

    /// <summary>Its version, such as 1.13.0 or 2.6.0.</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)NativeMethods.Version())!;

    /// <summary>Whether it is at least of a version.</summary>
    public static bool IsAtLeast(int major, int minor) => s_number.Value >= new Version(major, minor);

    /// <summary>Its own account of its build: compiler, BLAS, oneDNN, instruction set, CUDA.</summary>
    public static string BuildConfiguration => Dispatcher.Text((text, size) => NativeMethods.BuildConfiguration((byte*)text, size));

    /// <summary>Its own account of its threading: OpenMP, BLAS threads, environment.</summary>
    public static string ParallelConfiguration => Dispatcher.Text((text, size) => NativeMethods.ParallelConfiguration((byte*)text, size));

    /// <summary>Whether it has oneDNN's convolutions.</summary>
    public static bool HasOneDnn => NativeMethods.HasOneDnn() != 0;

    /// <summary>The bridge that is loaded or would be, or null where none is built.</summary>
    public static string? BridgePath => BridgeLibrary.LoadedFrom ?? BridgeLibrary.Find();

    /// <summary>
    /// Treats denormal numbers as zero on the calling thread and on the threads that libtorch starts after.
    /// Returns false where the processor cannot.
    /// </summary>
    public static bool FlushDenormals(bool enabled) => NativeMethods.FlushDenormal(enabled ? 1 : 0) != 0;

    /// <summary>
    /// Prefers kernels whose results do not change from run to run; those that have no such form throw <see cref="TensorException"/>.
    /// </summary>
    /// <param name="enabled">Whether to; where not, a GPU may also time its convolutions' kernels and take the fastest.</param>
    /// <param name="warnOnly">Lets kernels without such a form run, and libtorch warn of each once.</param>
    public static void UseDeterministicAlgorithms(bool enabled, bool warnOnly = false) =>
        TensorException.ThrowIfFailed(NativeMethods.Deterministic(enabled ? 1 : 0, warnOnly ? 1 : 0), "deterministic algorithms");

    /// <summary>
    /// Lets cuDNN try its kernels on every new shape and keep the fastest. Worth it where the same shapes come again, as in training; where
    /// every image has a size of its own, each one waits for trials. Without an effect on the CPU.
    /// </summary>
    /// <returns>How it was.</returns>
    public static bool TryCudnnKernels(bool enabled)
    {
        var before = NativeMethods.CudnnTrials(enabled ? 1 : 0);
        TensorException.ThrowIfFailed(before, "cuDNN's trials");
        return before != 0;
    }

    /// <summary>
    /// Whether a GPU may round the factors of 32-bit convolutions and matrix products to TF32 (10 bits of mantissa), which its tensor cores
    /// multiply several times faster. libtorch's own defaults: convolutions yes, products no.
    /// </summary>
    public static void AllowTf32(bool convolutions, bool products) =>
        TensorException.ThrowIfFailed(NativeMethods.Tf32(convolutions ? 1 : 0, products ? 1 : 0), "TF32");

    /// <summary>The schema of an operator as this libtorch states it, or null where it has none.</summary>
    public static string? OperatorSchema(string name, string overload = "") => Dispatcher.Schema(name, overload);
}
