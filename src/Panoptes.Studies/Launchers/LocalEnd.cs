using Panoptes.Experiments.Launching;

namespace Panoptes.Studies.Launchers;

/// <summary>How a cell's process on this machine ended.</summary>
/// <param name="Request">The cell.</param>
/// <param name="Phase">What that means.</param>
/// <param name="Code">Its exit code; 128 and the number of the signal where one ended it; -1 where it was never started.</param>
/// <param name="Attempts">How often it was started.</param>
/// <param name="Reason">What should be known, with the last line of its log; empty for nothing.</param>
public sealed record LocalEnd(JobRequest Request, JobPhase Phase, int Code, int Attempts, string Reason)
{
    /// <summary>The exit code of a cell that was interrupted and can go on.</summary>
    internal const int Resumable = 75;

    /// <summary>The exit code of a cell whose lease another has.</summary>
    internal const int HeldByAnother = 3;

    /// <summary>What an exit code means.</summary>
    /// <param name="code">The code.</param>
    /// <param name="isCancelled">Whether the cell alone was told to stop.</param>
    /// <param name="isToStop">Whether it was told to stop, alone or with all.</param>
    /// <param name="last">The last line of its log.</param>
    internal static (JobPhase Phase, string Reason) Judge(int code, bool isCancelled, bool isToStop, string? last)
    {
        // One that a signal ended before it listened has lost nothing that it had saved.
        var signal = SignalNumbers.Of(code);
        var (phase, reason) = code switch
        {
            0 => (JobPhase.Ended, ""),
            HeldByAnother => (JobPhase.Ended, "another holds the cell"),
            _ when isCancelled => (JobPhase.Cancelled, "cancelled"),
            Resumable => (JobPhase.Interrupted, "interrupted; it can go on"),
            _ when signal is not null && isToStop => (JobPhase.Interrupted, $"ended by {SignalNumbers.Name(signal.Value)}"),
            _ when signal == SignalNumbers.Kill => (JobPhase.Failed, "killed, as the system does when memory runs out"),
            _ when signal is not null => (JobPhase.Failed, $"ended by {SignalNumbers.Name(signal.Value)}"),
            _ => (JobPhase.Failed, $"exit code {code}"),
        };
        return (phase, phase == JobPhase.Ended ? reason : $"{reason}{After(last)}");
    }

    /// <summary>A last line, behind a colon.</summary>
    internal static string After(string? last) => last is null ? "" : $": {last}";
}
