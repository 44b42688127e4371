using Panoptes.Training.Engine;

namespace Panoptes.Experiments.Launching;

/// <summary>How a process ended.</summary>
/// <param name="Rank">Which one.</param>
/// <param name="Code">Its exit code, 0 to 255; 128 and the number of the signal where one ended it.</param>
public sealed record ProcessEnd(int Rank, int Code)
{
    /// <summary>Whether all is done.</summary>
    public bool IsDone => Code == 0;

    /// <summary>Whether it says that a restart helps.</summary>
    public bool IsResumable => Code == ExitCodes.Resumable;

    /// <summary>Whether a restart may help: it says so, or a signal ended it.</summary>
    public bool MayRestart => IsResumable || SignalNumbers.Of(Code) is not null;

    /// <summary>What the launcher ends with for it.</summary>
    public int LauncherCode => MayRestart ? ExitCodes.Resumable : Code;

    /// <summary>How it ended, in words.</summary>
    public override string ToString() => SignalNumbers.Of(Code) is { } signal
        ? $"rank {Rank} was killed by {SignalNumbers.Name(signal)}"
        : $"rank {Rank} ended with exit code {Code}";

    /// <summary>
    /// Which process failed for a reason of its own: the first that ended with another code than 0 and 75, which is what those end with
    /// that lost another one; else the first that ended with 75; null where none failed.
    /// </summary>
    /// <param name="ends">In the order in which they ended, before the launcher ended any.</param>
    public static ProcessEnd? Culprit(IReadOnlyList<ProcessEnd> ends) =>
        ends.FirstOrDefault(end => !end.IsDone && !end.IsResumable) ?? ends.FirstOrDefault(end => !end.IsDone);
}
