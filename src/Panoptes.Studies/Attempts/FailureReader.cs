using Panoptes.Experiments.Launching;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Attempts;

/// <summary>Tells why a command failed from its exit code and its last lines.</summary>
internal static class FailureReader
{
    private const int BadInput = 1;

    private static readonly (string Text, FailureKind Kind)[] Signs =
    [
        ("out of memory", FailureKind.OutOfMemory),
        ("DefaultCPUAllocator", FailureKind.OutOfMemory),
        ("OutOfMemoryException", FailureKind.OutOfMemory),
        ("not finite", FailureKind.NotANumber),
        ("No space left", FailureKind.Infrastructure),
        ("disk has room", FailureKind.Infrastructure),
        ("Input/output error", FailureKind.Infrastructure),
        ("Stale file handle", FailureKind.Infrastructure),
        ("CUDA error", FailureKind.Infrastructure),
        ("no device", FailureKind.Infrastructure),
        ("libtorch", FailureKind.Infrastructure),
    ];

    // Settings whose values are files and folders: an error that names one of them is one of the data.
    private static readonly string[] DataSigns = ["data.", "labels", ".png", ".jpg", "image", "data set"];

    /// <summary>The kind of failure.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="lines">The last lines of its output.</param>
    /// <param name="killedForMemory">Whether the system has ended a process of this job for want of memory.</param>
    public static FailureKind Kind(int code, IReadOnlyList<string> lines, bool killedForMemory)
    {
        if (killedForMemory)
        {
            return FailureKind.OutOfMemory;
        }

        // Whoever refuses an input says so in the last line; lines before it are about other things.
        foreach (var line in code == BadInput ? lines.TakeLast(1) : lines.Reverse())
        {
            foreach (var (text, kind) in Signs)
            {
                if (line.Contains(text, StringComparison.OrdinalIgnoreCase))
                {
                    return kind;
                }
            }
        }

        return code != BadInput ? FailureKind.Unknown
            : lines is [.., var last] && DataSigns.Any(sign => last.Contains(sign, StringComparison.OrdinalIgnoreCase)) ? FailureKind.Data
            : FailureKind.Config;
    }

    /// <summary>How a command ended, in words: its own last line, else its code.</summary>
    public static string Reason(int code, IReadOnlyList<string> lines)
    {
        const string program = "panoptes: ";
        var last = lines.LastOrDefault(line => line.StartsWith(program, StringComparison.Ordinal))?[program.Length..]
            ?? (lines is [.., var line] ? line : null);
        var end = SignalNumbers.Of(code) is { } signal ? $"killed by {SignalNumbers.Name(signal)}" : $"exit code {code}";
        return last is null ? end : $"{last} ({end})";
    }
}
