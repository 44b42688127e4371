using System.Runtime.InteropServices;
using Panoptes.Training.Signals;

namespace Panoptes.Experiments.Launching;

/// <summary>
/// Tells SIGTERM, SIGINT, SIGUSR1 and SIGHUP, unless the launcher was started to ignore that (nohup), in place of what they do.
/// </summary>
public sealed class LaunchSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> registrations = [];

    /// <summary>Listens until disposed.</summary>
    /// <param name="receive">Told the signal's number, on any thread.</param>
    public LaunchSignals(Action<int> receive)
    {
        Register(PosixSignal.SIGTERM, SignalNumbers.Terminate);
        Register(PosixSignal.SIGINT, SignalNumbers.Interrupt);
        Register((PosixSignal)SignalNumbers.User1, SignalNumbers.User1);
        if (!IgnoredSignals.Contains(SignalNumbers.Hangup))
        {
            Register(PosixSignal.SIGHUP, SignalNumbers.Hangup);
        }

        void Register(PosixSignal signal, int number) => registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            receive(number);
        }));
    }

    /// <inheritdoc/>
    public void Dispose() => registrations.ForEach(registration => registration.Dispose());
}
