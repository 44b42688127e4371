using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Panoptes.Tensors.Native;

/// <summary>
/// Exceptions of C# code that libtorch called: kept while libtorch unwinds, perhaps on another thread, and thrown on where it returns.
/// </summary>
internal static class ManagedFailures
{
    private const string Mark = "managed exception #";

    private static readonly ConcurrentDictionary<long, ExceptionDispatchInfo> s_kept = new();
    private static long s_last;

    /// <summary>Keeps an exception and returns its number, which is above zero.</summary>
    public static long Keep(Exception exception)
    {
        var number = Interlocked.Increment(ref s_last);
        s_kept[number] = ExceptionDispatchInfo.Capture(exception);
        return number;
    }

    /// <summary>Throws the exception that a message of the bridge names, with its own stack trace; returns where it names none.</summary>
    public static void ThrowOn(string message)
    {
        var at = message.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return;
        }

        var digits = message.AsSpan(at + Mark.Length);
        digits = digits[..Math.Max(digits.IndexOf(';'), 0)];
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && s_kept.TryRemove(number, out var kept))
        {
            kept.Throw();
        }
    }
}
