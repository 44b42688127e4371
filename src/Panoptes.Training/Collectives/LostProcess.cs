using Panoptes.Tensors;

namespace Panoptes.Training.Collectives;

/// <summary>What is said where a process waited in vain for another one.</summary>
public static class LostProcess
{
    private static readonly string[] Signs =
        ["closed by peer", "timed out", "timeout", "reset by peer", "broken pipe", "connection refused", "socket", "gloo", "nccl"];

    /// <summary>Whether an error of libtorch says that another process is gone or hangs.</summary>
    public static bool IsMeant(TensorException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Signs.Any(sign => error.Reason.Contains(sign, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>One line: which rank waited, in which step, for what, and what became of it.</summary>
    /// <param name="error">The error.</param>
    /// <param name="rank">Which process this is.</param>
    /// <param name="size">How many there are.</param>
    /// <param name="step">The step that was not done; null where none had begun.</param>
    public static string Line(TensorException error, int rank, int size, long? step)
    {
        ArgumentNullException.ThrowIfNull(error);
        var reason = error.Reason.ReplaceLineEndings(" ");
        var why = Says("closed by peer") || Says("reset") || Says("pipe") ? "another process has ended"
            : Says("time") ? "another process did not come before the deadline"
            : "no connection";
        var where = step is { } number ? $"step {number}" : "before the first step";
        return $"rank {rank} of {size}, {where}, {Operation(error.Operator)}: {why} ({Short(reason)})";

        bool Says(string text) => reason.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    private static string Operation(string text) => text switch
    {
        _ when text.Contains("batch_norm", StringComparison.Ordinal) => "batch normalization",
        _ when text.StartsWith("backward", StringComparison.Ordinal) => "averaging gradients",
        _ when text.StartsWith("joining", StringComparison.Ordinal) => "start",
        _ when text.StartsWith("store", StringComparison.Ordinal) => "start",
        _ => "agreeing",
    };

    private static string Short(string reason)
    {
        const int most = 160;
        var text = reason[(reason.LastIndexOf("] ", StringComparison.Ordinal) + 1)..].Trim();
        return text.Length > most ? $"{text[..most]}..." : text;
    }
}
