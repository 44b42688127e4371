using System.Runtime.InteropServices;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>libtorch refused a call. The message names the operator, its arguments with their shapes, and libtorch's reason.</summary>
public sealed class TensorException : Exception
{
    private TensorException(string operation, string arguments, string reason, bool isOutOfMemory)
        : base(arguments.Length > 0 ? $"{operation}({arguments}): {reason}" : $"{operation}: {reason}")
    {
        Operator = operation;
        Arguments = arguments;
        Reason = reason;
        IsOutOfMemory = isOutOfMemory;
    }

    /// <summary>The operator or function that failed, as libtorch names it.</summary>
    public string Operator { get; }

    /// <summary>Its arguments, tensors by dtype and shape; empty where a function takes none.</summary>
    public string Arguments { get; }

    /// <summary>libtorch's own text, without its stack trace.</summary>
    public string Reason { get; }

    /// <summary>Whether memory, of the processor or of a device, ran out.</summary>
    public bool IsOutOfMemory { get; }

    /// <summary>The failure that the bridge kept for this thread.</summary>
    internal static unsafe TensorException Last(string operation)
    {
        var reason = Marshal.PtrToStringUTF8((nint)NativeMethods.ErrorText()) ?? "";
        ManagedFailures.ThrowOn(reason);
        var call = Marshal.PtrToStringUTF8((nint)NativeMethods.ErrorCall()) ?? "";
        var kind = NativeMethods.ErrorKind();
        if (kind == 2)
        {
            reason += $" (libtorch {Libtorch.Version})";
        }

        return new TensorException(
            operation, call, reason.Trim(), kind == 1 || reason.Contains("DefaultCPUAllocator", StringComparison.Ordinal));
    }

    /// <summary>Throws where a status of the bridge says that a call failed.</summary>
    internal static void ThrowIfFailed(int status, string operation)
    {
        if (status < 0)
        {
            throw Last(operation);
        }
    }
}
