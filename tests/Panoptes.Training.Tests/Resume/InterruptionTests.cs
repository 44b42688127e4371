using Panoptes.Foundation;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Engine;
using Panoptes.Training.TestHost;

namespace Panoptes.Training.Tests.Resume;

public sealed class InterruptionTests : IDisposable
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int User1 = 10;
    private const int Terminate = 15;
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-interrupted-").FullName;

    private string Checkpoints => Path.Combine(folder, "checkpoints");

    private string Final => Path.Combine(folder, "final");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Killed_at_random_moments_it_ends_with_the_bytes_of_an_unbroken_run_and_no_checkpoint_is_ever_unreadable()
    {
        const int StepMilliseconds = 6;
        const int MostStepsBetweenKills = 50;
        var kills = Environment.GetEnvironmentVariable("PANOPTES_SLOW") == "1" ? 20 : 4;
        var steps = kills * (MostStepsBetweenKills + 10); // so that it cannot end before the last kill
        var random = new SeededRandom(Environment.TickCount64);
        for (var done = 0; done < kills; done++)
        {
            using var host = new HostProcess(folder, steps, 1, StepMilliseconds);
            host.WaitForStep();
            Thread.Sleep(random.NextInt(0, MostStepsBetweenKills * StepMilliseconds));
            Assert.False(host.HasExited, string.Join('\n', host.Output));
            host.Send(Kill);
            host.WaitForExit();
            Assert.DoesNotContain(host.Output, line => line.Contains("cannot be used", StringComparison.Ordinal));
            foreach (var path in Directory.GetFiles(Checkpoints, "step_*.safetensors"))
            {
                Checkpoint.Read(path).Dispose();
            }
        }

        Assert.False(File.Exists(Final));
        Finish(steps);
    }

    [Theory]
    [InlineData(Terminate)]
    [InlineData(Interrupt)]
    [InlineData(User1)]
    [InlineData(Hangup)]
    public void A_signal_saves_and_exits_with_75_and_the_same_command_goes_on(int signal)
    {
        const int Steps = 40;
        using (var host = new HostProcess(folder, Steps, 1000, 30))
        {
            host.WaitForStep();
            host.Send(signal);
            Assert.Equal(ExitCodes.Resumable, host.WaitForExit());
        }

        Assert.False(File.Exists(Final));
        Assert.Single(Directory.GetFiles(Checkpoints));
        Finish(Steps);
    }

    [Fact]
    public void A_hangup_that_is_ignored_stays_ignored()
    {
        using var host = new HostProcess(folder, 12, 1000, 20, "trap '' HUP");
        host.WaitForStep();
        host.Send(Hangup);
        Assert.Equal(0, host.WaitForExit());
        Assert.True(File.Exists(Final));
    }

    [Fact]
    public void A_second_interrupt_ends_it_at_once()
    {
        using var host = new HostProcess(folder, 40, 1000, 20_000);
        host.WaitForStep();
        host.Send(Interrupt);
        Thread.Sleep(300);
        Assert.False(host.HasExited);
        host.Send(Interrupt);
        Assert.NotEqual(ExitCodes.Resumable, host.WaitForExit());
        Assert.False(Directory.Exists(Checkpoints) && Directory.GetFiles(Checkpoints).Length > 0);
    }

    [Fact]
    public void A_full_disk_in_the_middle_of_a_checkpoint_leaves_the_older_ones_whole()
    {
        const int Steps = 12;
        using (var host = new HostProcess(folder, 4, 2, 0))
        {
            Assert.Equal(0, host.WaitForExit());
        }

        // A limit of 16 blocks of 512 bytes on the size of files, its signal ignored, makes writing fail as a full disk does.
        using (var host = new HostProcess(folder, Steps, 2, 0, "trap '' XFSZ; ulimit -f 16"))
        {
            Assert.Equal(1, host.WaitForExit());
            Assert.Contains(host.Output, line => line.Contains("the earlier checkpoints are intact", StringComparison.Ordinal));
        }

        Assert.Equal(
            ["step_00000002.safetensors", "step_00000004.safetensors"], Directory.GetFiles(Checkpoints).Select(Path.GetFileName).Order());
    }

    private void Finish(int steps)
    {
        using (var host = new HostProcess(folder, steps, 1000, 0))
        {
            Assert.Equal(0, host.WaitForExit());
        }

        using var unbroken = ToyTraining.Create(ToyTraining.Config(steps));
        unbroken.Run();
        Assert.Equal(ToyTraining.Weights(unbroken), File.ReadAllBytes(Final));
    }
}
