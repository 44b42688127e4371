using System.Diagnostics;
using System.Runtime.InteropServices;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>
/// The verb <c>launch</c> as a process with processes of its own. These wait for a configuration that never comes, from a pipe that nobody
/// writes to.
/// </summary>
public sealed partial class LaunchTests : IDisposable
{
    private const int Killed = 9;
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_killed_launcher_leaves_no_process_behind()
    {
        using var launcher = StartWaiting(2);
        var children = Children(launcher.Id, 2);
        var store = Variable(children[0], "PANOPTES_STORE");
        Send(launcher.Id, Killed);
        WaitFor(() => children.All(IsGone));

        // Killed, it cannot remove where they would have met.
        Directory.Delete(Path.GetDirectoryName(store)!, recursive: true);
    }

    [Fact]
    public void A_launcher_that_is_told_to_stop_tells_its_processes()
    {
        using var launcher = StartWaiting(2);
        var children = Children(launcher.Id, 2);
        Send(launcher.Id, Terminate);
        var error = launcher.StandardError.ReadToEnd();
        launcher.WaitForExit();
        Assert.Equal(75, launcher.ExitCode);
        Assert.Equal("panoptes launch: stopped by SIGTERM\n", error);
        Assert.All(children, child => Assert.True(IsGone(child)));
    }

    [Fact]
    public void What_a_process_says_is_passed_on_with_its_exit_code()
    {
        var outcome = Panoptes.RunIn(folder.Path, "launch", "--processes", "1", "train", "none.yaml");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(2, outcome.ErrorLines.Length);
        Assert.StartsWith("panoptes: none.yaml: found", outcome.ErrorLines[0]);
        Assert.Equal($"panoptes launch: rank 0 ended with exit code 1: {outcome.ErrorLines[0]}", outcome.ErrorLines[1]);
    }

    [Theory]
    [InlineData("--processes 0 train a.yaml", 1, "--processes: found 0; expected a number from 1 to 256")]
    [InlineData("--processes 257 train a.yaml", 1, "--processes: found 257")]
    [InlineData("--processes x train a.yaml", 2, "found 'x' for --processes; expected a whole number")]
    [InlineData("train a.yaml", 2, "'--processes' is required")]
    [InlineData("--processes 2", 2, "launch: ")]
    [InlineData("--processes 2 --hosts 2 train a.yaml", 1, "--address: found nothing")]
    [InlineData("--processes 2 --hosts 2 --host 2 --address a:1 train a.yaml", 1, "--host: found 2; expected a number from 0 to 1")]
    [InlineData("--processes 2 --address a:1 train a.yaml", 1, "--address: found 'a:1' for one host")]
    [InlineData("--processes 2 trian a.yaml", 1, "VERB: found 'trian'; expected one that several processes work on together: train")]
    [InlineData("--processes 2 trian a.yaml", 1, "did you mean train?")]
    [InlineData("--processes=2 doctor labels a", 1, "run './panoptes doctor' by itself")]
    [InlineData("--processes=2 eval runs/a", 1, "run './panoptes eval' by itself")]
    [InlineData("--processes=2 -- doctor", 1, "run './panoptes doctor' by itself")]
    [InlineData("--process 2 train a.yaml", 2, "'--process'")]
    [InlineData("--processes 2 train", 2, "panoptes train: Required argument 'CONFIG'")]
    [InlineData("--processes 2 train a.yaml --steps 5", 2, "unknown option '--steps'; settings are written without dashes: train.steps=5")]
    [InlineData("--processes 2 train a.yaml --processes 3", 2, "unknown option '--processes'")]
    public void A_wrong_command_line_is_one_line(string words, int code, string message)
    {
        var error = new StringWriter();
        Assert.Equal(code, PanoptesCommand.Run(["launch", .. words.Split(' ')], TextWriter.Null, error));
        Assert.Contains(message, error.ToString());
        Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Help_behind_the_verb_is_the_help_of_the_verb()
    {
        var outcome = Panoptes.Run("launch", "--processes", "1", "train", "--help");
        Assert.Equal((0, true), (outcome.ExitCode, outcome.Output.Contains("panoptes train")));
    }

    private Process StartWaiting(int processes)
    {
        using (var make = Process.Start("mkfifo", [folder["never.yaml"]]))
        {
            make.WaitForExit();
        }

        return Panoptes.Start(folder.Path, "launch", "--processes", $"{processes}", "train", "never.yaml");
    }

    private static List<int> Children(int parent, int count)
    {
        var found = new List<int>();
        WaitFor(() => (found = Find(parent)).Count == count);
        return found;
    }

    // The parent's number is the fourth field of stat, the second behind the name in parentheses.
    private static List<int> Find(int parent) =>
    [
        .. Directory.GetDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
            .Where(id => id > 0 && Stat(id) is { } stat && stat[1] == $"{parent}"),
    ];

    private static bool IsGone(int process) => Stat(process) is not { } stat || stat[0] is "Z" or "X";

    private static string[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string Variable(int process, string name) => File.ReadAllText($"/proc/{process}/environ").Split('\0')
        .First(text => text.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    private static void WaitFor(Func<bool> isSo)
    {
        for (var until = DateTime.UtcNow + Patience; !isSo(); Thread.Sleep(20))
        {
            Assert.True(DateTime.UtcNow < until, "waited in vain");
        }
    }

    private static void Send(int process, int signal) => Assert.Equal(0, Kill(process, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
