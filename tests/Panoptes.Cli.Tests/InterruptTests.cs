using System.Diagnostics;
using System.Runtime.InteropServices;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>What a training does when it is told to stop.</summary>
public sealed partial class InterruptTests : IDisposable
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private readonly TemporaryFolder folder = new();
    private readonly SmallDataset data;

    public InterruptTests() => data = new SmallDataset(folder["data"]);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    [InlineData(Hangup)]
    public void A_signal_finishes_the_step_saves_and_ends_with_75_and_the_same_command_goes_on(int signal)
    {
        using var process = StartLongTraining();
        WaitForSteps(process);
        Send(process, signal);
        Assert.Equal(75, Wait(process));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder[SmallRun.Name], "checkpoints")));

        using var again = StartLongTraining();
        var line = ReadUntil(again, text => text.Contains("going on from step"));
        Send(again, Interrupt);
        Assert.Equal(75, Wait(again));
        Assert.NotNull(line);
    }

    [Fact]
    public void A_second_interrupt_ends_at_once_with_130()
    {
        // Steps of many seconds, and the first one awaited: where a step ends between the two signals, the first is enough to end with 75.
        using var process = StartLongTraining("train.accumulation=1500");
        WaitForSteps(process);
        Send(process, Interrupt);

        // On a busy machine two signals close together arrive as one: ask again until the process has seen a second.
        for (var turn = 0; turn < 1000 && !process.WaitForExit(50); turn++)
        {
            Send(process, Interrupt);
        }

        Assert.Equal(130, Wait(process));
    }

    private Process StartLongTraining(params string[] settings)
    {
        if (!File.Exists(folder["small.yaml"]))
        {
            SmallRun.WriteConfig(folder);
        }

        return Panoptes.Start(
            folder.Path,
            [
                "train", "small.yaml", $"data.root={data.Root}", "train.steps=100000", "train.evaluation.every=0",
                "train.checkpoint.every=100000", .. settings,
            ]);
    }

    private static void WaitForSteps(Process process) =>
        Assert.NotNull(ReadUntil(process, text => text.StartsWith("step ")));

    private static string? ReadUntil(Process process, Func<string, bool> found)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (found(line))
            {
                return line;
            }
        }

        return null;
    }

    private static void Send(Process process, int signal) => Assert.Equal(0, Kill(process.Id, signal));

    private static int Wait(Process process)
    {
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
