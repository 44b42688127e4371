namespace Panoptes.Experiments.Launching;

/// <summary>Linux's numbers of signals, and their names.</summary>
public static class SignalNumbers
{
    /// <summary>SIGHUP.</summary>
    public const int Hangup = 1;
    /// <summary>SIGINT.</summary>
    public const int Interrupt = 2;
    /// <summary>SIGKILL, which no process can catch.</summary>
    public const int Kill = 9;
    /// <summary>SIGUSR1, on Linux.</summary>
    public const int User1 = 10;
    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;
    private const int Last = 64;

    // A shell, and .NET, tell the end by a signal as this and its number.
    private const int Ended = 128;

    private static readonly Dictionary<int, string> Names = new()
    {
        [Hangup] = "SIGHUP",
        [Interrupt] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [Kill] = "SIGKILL",
        [User1] = "SIGUSR1",
        [11] = "SIGSEGV",
        [12] = "SIGUSR2",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [Terminate] = "SIGTERM",
        [24] = "SIGXCPU",
    };

    /// <summary>The signal that ended a process with this exit code, or null.</summary>
    public static int? Of(int exitCode) => exitCode is > Ended and <= Ended + Last ? exitCode - Ended : null;

    /// <summary>The exit code of a process that a signal ended.</summary>
    public static int ExitCode(int signal) => Ended + signal;

    /// <summary>A signal's name.</summary>
    public static string Name(int signal) => Names.GetValueOrDefault(signal) ?? $"signal {signal}";
}
