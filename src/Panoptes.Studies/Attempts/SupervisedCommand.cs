using System.Globalization;
using Panoptes.Experiments.Launching;
using Panoptes.Training.Signals;

namespace Panoptes.Studies.Attempts;

/// <summary>
/// Runs a command until it ends, is asked to end, or its lease is lost: then it has a while to save what it did, and is ended.
/// </summary>
internal sealed class SupervisedCommand
{
    private readonly StopSignals signals;
    private readonly CancellationToken lost;
    private readonly TimeSpan grace;

    /// <summary>Makes it.</summary>
    /// <param name="signals">What asks this process to stop.</param>
    /// <param name="grace">How long a command has to save what it did.</param>
    /// <param name="lost">Cancelled once the lease is another's.</param>
    public SupervisedCommand(StopSignals signals, TimeSpan grace, CancellationToken lost) =>
        (this.signals, this.grace, this.lost) = (signals, grace, lost);

    /// <summary>Runs one.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="log">Takes its output; added to.</param>
    /// <returns>Its exit code, and the last lines of its output.</returns>
    public (int Code, IReadOnlyList<string> LastLines) Run(ChildCommand command, string log)
    {
        using var ended = new ManualResetEventSlim();
        var code = 0;
        using var child = ChildProcess.Start(
            0, command,
            environment => environment[LauncherProcess.Variable] =
                Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            log, null, end =>
            {
                code = end.Code;
                ended.Set();
            });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, lost);
        try
        {
            ended.Wait(stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever was deposed has nothing to save that counts.
            child.Signal(lost.IsCancellationRequested ? SignalNumbers.Kill : SignalNumbers.Terminate);
            if (!ended.Wait(grace))
            {
                child.Signal(SignalNumbers.Kill);
                ended.Wait();
            }
        }

        return (code, child.LastLines(20));
    }
}
