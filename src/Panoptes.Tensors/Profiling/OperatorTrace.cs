using System.Runtime.InteropServices;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Profiling;

/// <summary>
/// Records every operator that this thread calls, those inside of other operators and of backward passes too, until it is ended. One is
/// open at a time; without one, nothing is done for it.
/// </summary>
public sealed unsafe class OperatorTrace : IDisposable
{
    // As profile.cpp has them.
    private const int BackwardNode = 1;
    private const int Exchange = 2;
    private bool _isOpen = true;

    private OperatorTrace()
    {
    }

    /// <summary>Begins to record.</summary>
    /// <exception cref="TensorException">A recording is open already.</exception>
    public static OperatorTrace Open() =>
        NativeMethods.ProfileBegin() == 0 ? new OperatorTrace() : throw TensorException.Last("profile");

    /// <summary>Ends it, on the thread that began it.</summary>
    /// <returns>The calls in the order in which they ended: an operator after those inside of it.</returns>
    public IReadOnlyList<OperatorCall> End()
    {
        ObjectDisposedException.ThrowIf(!_isOpen, this);
        _isOpen = false;
        var count = NativeMethods.ProfileEnd();
        var records = count < 0 ? throw TensorException.Last("profile") : new OperatorRecord[count];
        fixed (OperatorRecord* start = records)
        {
            _ = NativeMethods.ProfileRead(start, count);
        }

        var names = new Dictionary<nint, string>();
        return [.. records.Select(
            record => new OperatorCall(NameOf(record, names), record.Begin, record.End, record.Thread, record.Kind == BackwardNode)
            {
                IsExchange = record.Kind == Exchange,
            })];
    }

    /// <summary>Ends it and drops what was recorded, where it was not ended.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _ = NativeMethods.ProfileEnd();
        }
    }

    private static string NameOf(OperatorRecord record, Dictionary<nint, string> names)
    {
        if (!names.TryGetValue((nint)record.Name, out var name))
        {
            name = Marshal.PtrToStringUTF8((nint)record.Name)!;
            names.Add((nint)record.Name, name);
        }

        return name;
    }
}
