using Panoptes.Experiments.Links;
using Panoptes.Experiments.Planning;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Tests.Planning;

/// <summary>What collectives take.</summary>
public sealed class LinkTests
{
    private static readonly Link Slow = new(1e8, 1e-4);

    [Fact]
    public void One_process_tells_nobody_anything()
    {
        Assert.Equal(0, Slow.Sum(1, 1e9));
        Assert.Equal(0, Slow.Gather(1, 1e9));
        Assert.Equal(0, Slow.Share(1, 1e9));
    }

    [Fact]
    public void A_ring_sends_nearly_twice_the_bytes()
    {
        Assert.Equal(1 + 2e-4, Slow.Sum(2, 1e8), 9);
        Assert.Equal(1.5 + 6e-4, Slow.Sum(4, 1e8), 9);
        Assert.Equal(3e-4 + 0.03, Slow.Gather(4, 1e6), 9);
        Assert.Equal(2 * (1e-4 + 0.01), Slow.Share(4, 1e6), 9);
    }

    [Fact]
    public void A_tree_takes_small_sums_and_a_ring_large_ones()
    {
        var tree = Slow with { HasTree = true };
        Assert.Equal(12e-4, tree.Sum(64, 0), 9);
        Assert.Equal(Slow.Sum(64, 1e9), tree.Sum(64, 1e9));
    }

    [Fact]
    public void More_devices_and_more_bytes_are_never_cheaper()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new SeededRandom(seed);
            var link = new Link(Math.Pow(10, 5 + (5 * random.NextDouble())), Math.Pow(10, -6 + (4 * random.NextDouble())))
            {
                GatherLatency = Math.Pow(10, -6 + (4 * random.NextDouble())),
                HasTree = random.NextInt(0, 2) == 0,
            };
            var (devices, bytes) = (random.NextInt(1, 100), Math.Pow(10, 9 * random.NextDouble()));
            foreach (var takes in new Func<int, double, double>[] { link.Sum, link.Gather, link.Share })
            {
                Assert.True(takes(devices + 1, bytes) >= takes(devices, bytes), $"seed {seed}");
                Assert.True(takes(devices, bytes * 1.5) >= takes(devices, bytes), $"seed {seed}");
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void What_was_measured_comes_out_again(int processes)
    {
        var truth = new Link(5e8, 3e-5) { GatherLatency = 4e-5 };
        var link = Link.Of(Measured(processes, bytes => truth.Sum(processes, bytes), 2 * truth.Gather(processes, 0)));
        Assert.Equal(1, link.BytesPerSecond / truth.BytesPerSecond, 3);
        Assert.Equal(1, link.Latency / truth.Latency, 3);
        Assert.Equal(1, link.GatherLatency / truth.GatherLatency, 9);
        Assert.False(link.HasTree);
    }

    [Fact]
    public void What_cannot_tell_a_link_is_refused()
    {
        Assert.Throws<InputException>(() => Link.Of(Measured(1, _ => 1, 1)));
        Assert.Throws<InputException>(() => Link.Of(Measured(2, _ => 1, 1) with { Sums = [new MeasuredSum(4, 1, 1)] }));
    }

    private static LinkMeasurement Measured(int processes, Func<long, double> seconds, double gather) => new()
    {
        Processes = processes,
        ProcessesHere = processes,
        Meets = "store",
        Address = "127.0.0.1",
        Device = "cpu",
        WaitSeconds = 0,
        JoinSeconds = 0,
        Sums = [.. new long[] { 4, 1 << 20, 25 << 20 }.Select(bytes => new MeasuredSum(bytes, 1, seconds(bytes)))],
        GatherSeconds = gather,
    };
}
