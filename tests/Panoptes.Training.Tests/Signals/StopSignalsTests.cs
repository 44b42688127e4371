using Panoptes.Training.Signals;

namespace Panoptes.Training.Tests.Signals;

public sealed class StopSignalsTests
{
    [Fact]
    public void A_signal_asks_to_stop_and_the_first_one_is_named()
    {
        using var signals = StopSignals.Listen();
        Assert.False(signals.Token.IsCancellationRequested);
        signals.Receive("SIGTERM");
        signals.Receive("SIGINT");
        Assert.True(signals.Token.IsCancellationRequested);
        Assert.Equal("SIGTERM", signals.Received);
    }

    [Fact]
    public void A_handler_that_is_late_does_nothing()
    {
        var signals = StopSignals.Listen();
        signals.Dispose();
        signals.Receive("SIGTERM");
        Assert.Null(signals.Received);
        signals.Dispose();
    }

    [Fact]
    public void Handlers_and_disposal_may_come_at_the_same_time()
    {
        for (var round = 0; round < 200; round++)
        {
            var signals = StopSignals.Listen();
            Parallel.Invoke(() => signals.Receive("SIGTERM"), signals.Dispose, () => signals.Receive("SIGINT"));
        }
    }
}
