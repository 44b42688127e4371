using Panoptes.Experiments.Launching;

namespace Panoptes.Experiments.Tests.Launching;

/// <summary>What a launcher does when it is told to stop.</summary>
public sealed class LauncherSignalTests : IDisposable
{
    private const string Wait = "; touch \"$0/ready-$RANK\"; while :; do sleep 0.02; done";
    private readonly LaunchScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData(SignalNumbers.Terminate, "TERM")]
    [InlineData(SignalNumbers.Hangup, "HUP")]
    [InlineData(SignalNumbers.User1, "USR1")]
    [InlineData(SignalNumbers.Interrupt, "TERM")] // The terminal has sent SIGINT itself: a second one would end them unsaved.
    public void A_signal_reaches_all_and_nothing_is_started_again(int signal, string received)
    {
        var launcher = scene.Launcher(
            3, $"echo x >>\"$0/starts-$RANK\"; trap 'exit 75' {received}{Wait}", options => options with { Restarts = 3 });
        Assert.Equal(75, scene.RunUntilReady(launcher, 3, () => launcher.Receive(signal)));
        Assert.All(Enumerable.Range(0, 3), rank => Assert.Single(scene.Lines($"starts-{rank}")));
        Assert.Equal($"panoptes launch: stopped by {SignalNumbers.Name(signal)}\n", scene.Output);
    }

    [Fact]
    public void A_signal_is_passed_on_once()
    {
        var launcher = scene.Launcher(2, $"trap 'echo hup >>\"$0/got-$RANK\"' HUP; trap 'exit 0' TERM{Wait}");
        var code = scene.RunUntilReady(launcher, 2, () =>
        {
            launcher.Receive(SignalNumbers.Hangup);
            scene.WaitFor(() => scene.Lines("got-0").Length + scene.Lines("got-1").Length == 2);
            launcher.Receive(SignalNumbers.Hangup);
            launcher.Receive(SignalNumbers.Terminate);
        });
        Assert.Equal(0, code);
        Assert.Equal(["hup"], scene.Lines("got-0"));
        Assert.Equal(["hup"], scene.Lines("got-1"));
    }

    [Fact]
    public void One_that_stopped_leaves_the_others_the_time_to_save()
    {
        var launcher = scene.Launcher(
            2, "[ $RANK = 1 ] && trap 'exit 75' TERM; [ $RANK = 0 ] && trap 'sleep 0.5; touch \"$0/saved\"; exit 75' TERM" + Wait,
            options => options with { Grace = 0 }, window: 0);
        Assert.Equal(75, scene.RunUntilReady(launcher, 2, () => launcher.Receive(SignalNumbers.Terminate)));
        Assert.True(File.Exists(scene.Folder["saved"]));
    }

    [Fact]
    public void A_second_interrupt_kills()
    {
        var launcher = scene.Launcher(2, $"trap '' TERM INT{Wait}");
        Assert.Equal(130, scene.RunUntilReady(launcher, 2, () =>
        {
            launcher.Receive(SignalNumbers.Interrupt);
            launcher.Receive(SignalNumbers.Interrupt);
        }));
    }

    [Fact]
    public void A_failure_while_stopping_is_told()
    {
        var launcher = scene.Launcher(2, $"[ $RANK = 1 ] && trap 'echo broken; exit 1' TERM; [ $RANK = 0 ] && trap 'exit 75' TERM{Wait}");
        Assert.Equal(1, scene.RunUntilReady(launcher, 2, () => launcher.Receive(SignalNumbers.Terminate)));
        Assert.Contains("rank 1 ended with exit code 1: broken", scene.Output);
    }

    [Fact]
    public void What_was_stopped_before_it_began_does_not_begin()
    {
        var launcher = scene.Launcher(2, "touch \"$0/started\"");
        launcher.Receive(SignalNumbers.Terminate);
        Assert.Equal(75, launcher.Run());
        Assert.False(File.Exists(scene.Folder["started"]));
    }
}
