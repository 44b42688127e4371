using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Panoptes.Tensors.Native;

/// <summary>Finds and calls operators; the generated methods of <see cref="Ops"/> are its users.</summary>
internal static unsafe class Dispatcher
{
    private static int s_watchers;

    [ThreadStatic]
    private static ICallWatcher? s_watcher;

    [ThreadStatic]
    private static ICallRecorder? s_recorder;

    /// <summary>Who writes the calls of this thread down, or null.</summary>
    public static ICallRecorder? Recorder
    {
        get => Volatile.Read(ref s_watchers) == 0 ? null : s_recorder;
        set
        {
            Watch((value is null ? 0 : 1) - (s_recorder is null ? 0 : 1));
            s_recorder = value;
        }
    }

    /// <summary>Who looks at the calls of this thread, or null.</summary>
    public static ICallWatcher? Watcher
    {
        get => s_watcher;
        set
        {
            Watch((value is null ? 0 : 1) - (s_watcher is null ? 0 : 1));
            s_watcher = value;
        }
    }

    /// <summary>Finds an operator once; <paramref name="slot"/> keeps it for the life of the process.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Resolve(ref nint slot, string name, string overload, int arguments)
    {
        var op = NativeMethods.Operator(name, overload, arguments);
        if (op == 0)
        {
            throw TensorException.Last(overload.Length > 0 ? $"{name}.{overload}" : name);
        }

        return slot = op;
    }

    /// <summary>Calls an operator; an error of libtorch becomes a <see cref="TensorException"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke(nint op, string name, Value* arguments, int count, Value* results, int room)
    {
        if (Volatile.Read(ref s_watchers) != 0)
        {
            Observe(op, name, arguments, count, results, room);
        }
        else if (NativeMethods.Call(op, arguments, count, results, room) < 0)
        {
            throw TensorException.Last(name);
        }
    }

    /// <summary>Counts those on any thread who look at calls: shape passes, module traces and recordings.</summary>
    /// <param name="change">1 for one more, -1 for one less.</param>
    public static void Watch(int change) => Interlocked.Add(ref s_watchers, change);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Observe(nint op, string name, Value* arguments, int count, Value* results, int room)
    {
        var pass = ShapePass.Current;
        if (pass is not null && room > 0 && pass.Answers(name, arguments, count, results))
        {
            return;
        }

        var recorder = s_recorder;
        recorder?.Before(op, arguments, count);
        var watcher = s_watcher;
        var owner = watcher?.OwnerOf(arguments, count);
        var begin = Stopwatch.GetTimestamp();
        if (NativeMethods.Call(op, arguments, count, results, room) < 0)
        {
            throw TensorException.Last(name);
        }

        if (owner is not null)
        {
            watcher!.Note(owner, begin * (1_000_000_000 / Stopwatch.Frequency));
        }

        pass?.Note(arguments, count, results, room);
        recorder?.After(op, arguments, count, results, room);
    }

    /// <summary>The schema that this libtorch states for an operator, or null where it has none.</summary>
    public static string? Schema(string name, string overload)
    {
        var op = NativeMethods.Operator(name, overload, 0);
        return op == 0 ? null : Text((text, size) => NativeMethods.OperatorSchema(op, (byte*)text, size));
    }

    /// <summary>The schema of an operator that was found.</summary>
    public static string Schema(nint op) => Text((text, size) => NativeMethods.OperatorSchema(op, (byte*)text, size));

    /// <summary>Reads a text of unknown length: asks for the length, then for the text.</summary>
    public static string Text(Func<nint, int, int> fill)
    {
        var bytes = new byte[fill(0, 0) + 1];
        fixed (byte* text = bytes)
        {
            fill((nint)text, bytes.Length);
            return Marshal.PtrToStringUTF8((nint)text)!;
        }
    }
}
