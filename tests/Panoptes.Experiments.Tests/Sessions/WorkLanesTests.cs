using Panoptes.Experiments.Sessions;

namespace Panoptes.Experiments.Tests.Sessions;

public sealed class WorkLanesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Two_lanes_work_side_by_side()
    {
        using var lanes = new WorkLanes(2, () => { });
        using var meeting = new Barrier(2);
        Task<bool>[] met = [.. Enumerable.Range(0, 2).Select(_ => lanes.Start(() => meeting.SignalAndWait(Patience)))];
        Assert.All(await Task.WhenAll(met), Assert.True);
    }

    [Fact]
    public async Task Every_thread_enters_before_its_first_work()
    {
        using var entered = new ThreadLocal<bool>();
        using var lanes = new WorkLanes(3, () => entered.Value = true);
        Task<bool>[] saw = [.. Enumerable.Range(0, 20).Select(_ => lanes.Start(() => entered.Value))];
        Assert.All(await Task.WhenAll(saw), Assert.True);
    }

    [Fact]
    public async Task What_fails_is_told_to_whoever_asks_for_it_and_stops_nothing()
    {
        using var lanes = new WorkLanes(1, () => { });
        var failed = lanes.Start<int>(() => throw new FormatException("no number"));
        Assert.Equal(3, await lanes.Start(() => 3));
        await Assert.ThrowsAsync<FormatException>(() => failed);
    }

    [Fact]
    public void Disposing_waits_for_what_was_started()
    {
        var done = 0;
        using (var lanes = new WorkLanes(2, () => { }))
        {
            for (var k = 0; k < 50; k++)
            {
                _ = lanes.Start(() => Interlocked.Increment(ref done));
            }
        }

        Assert.Equal(50, done);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(7, 4, 1)]
    [InlineData(64, 4, 16)]
    public void Threads_are_shared_out_among_few_images(int threads, int images, int each) =>
        Assert.Equal(new PredictionLanes(images, each), PredictionLanes.Of(threads));
}
