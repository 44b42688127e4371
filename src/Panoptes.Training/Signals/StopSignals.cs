using System.Runtime.InteropServices;

namespace Panoptes.Training.Signals;

/// <summary>
/// Turns SIGTERM, SIGINT, SIGHUP (the terminal or the connection is gone) and SIGUSR1 into a wish to stop that a training reads between
/// two steps. A second SIGINT ends the process at once, as without this; a SIGHUP that the process was started to ignore (nohup) stays
/// ignored.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private const int Hangup = 1;
    private const int Usr1 = 10; // Linux; .NET names only the signals that every system has.
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Lock guard = new();
    private int interrupts;
    private bool disposed;
    private volatile string? received;

    private StopSignals()
    {
    }

    /// <summary>Name of the first signal that asked to stop, or null.</summary>
    public string? Received => received;

    /// <summary>Canceled by the first signal: for what can be put off, such as an evaluation.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>Listens until disposed.</summary>
    public static StopSignals Listen()
    {
        var signals = new StopSignals();
        signals.Register(PosixSignal.SIGTERM, "SIGTERM");
        signals.Register(PosixSignal.SIGINT, "SIGINT");
        if (!IgnoredSignals.Contains(Hangup))
        {
            signals.Register(PosixSignal.SIGHUP, "SIGHUP");
        }

        if (OperatingSystem.IsLinux())
        {
            signals.Register((PosixSignal)Usr1, "SIGUSR1");
        }

        return signals;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());

        // A handler that had begun before may still be on its way, on a thread of its own.
        lock (guard)
        {
            disposed = true;
            stop.Dispose();
        }
    }

    /// <summary>What a handler does; nothing where this has been disposed meanwhile.</summary>
    internal void Receive(string name)
    {
        lock (guard)
        {
            if (!disposed)
            {
                received ??= name;
                stop.Cancel();
            }
        }
    }

    private void Register(PosixSignal signal, string name) =>
        registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            // Cancel keeps the runtime from its default, which is to end the process.
            context.Cancel = signal != PosixSignal.SIGINT || Interlocked.Increment(ref interrupts) == 1;
            Receive(name);
        }));
}
