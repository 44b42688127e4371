using System.Globalization;
using System.Runtime.InteropServices;

namespace Panoptes.Cli;

/// <summary>
/// Ends this process, one of several that <c>panoptes launch</c> started, when that is gone: killed, it can end nobody any more. Looks
/// every second at who this process's parent is.
/// </summary>
internal static partial class LauncherWatch
{
    private const int Resumable = 75;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Begins to watch if a launcher started this process.</summary>
    public static void Start()
    {
        const string variable = Experiments.Launching.LauncherProcess.Variable;
        if (!int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var launcher))
        {
            return;
        }

        // What this process starts in turn has another parent.
        Environment.SetEnvironmentVariable(variable, null);
        new Thread(() => Watch(launcher)) { IsBackground = true, Name = "launcher watch" }.Start();
    }

    private static void Watch(int launcher)
    {
        while (Parent() == launcher)
        {
            Thread.Sleep(Interval);
        }

        // At once: other threads may wait for processes that are gone, and no checkpoint is ever half-written.
        Exit(Resumable);
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int Parent();

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
