using Panoptes.Experiments.Planning;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Tests.Planning;

/// <summary>Laws of steps of several devices.</summary>
public sealed class PlannedStepTests
{
    [Fact]
    public void Overlap_lies_between_the_larger_and_the_sum_of_both()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new SeededRandom(seed);
            var (backward, rate) = (random.NextDouble(), Math.Pow(10, 3 + (4 * random.NextDouble())));
            var buckets = Enumerable.Range(0, random.NextInt(1, 12)).Select(_ => (long)random.NextInt(1, 1000)).ToList();
            var sent = buckets.Sum(bytes => bytes / rate);
            var together = Overlap.Seconds(backward, buckets, bytes => bytes / rate);
            Assert.InRange(together, Math.Max(backward, sent) - 1e-12, backward + sent + 1e-12);
            Assert.True(together >= backward + (buckets[^1] / rate) - 1e-12, $"seed {seed}: the last bucket is ready only at the end");
        }
    }

    [Fact]
    public void Buckets_go_while_the_backward_pass_runs()
    {
        // Ready after 0.1 and 1 s: the first is there after 0.6 s, the second, which takes 0.9 s, after 1.9 s.
        Assert.Equal(1.9, Overlap.Seconds(1, [10, 90], bytes => bytes == 10 ? 0.5 : 0.9), 9);
        Assert.Equal(3.1, Overlap.Seconds(1, [10, 90], bytes => bytes == 10 ? 2 : 1), 9);
        Assert.Equal(1, Overlap.Seconds(1, [], _ => 1));
    }

    [Fact]
    public void More_devices_wait_longer_and_one_not_at_all()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new SeededRandom(seed);
            var link = new Link(Math.Pow(10, 6 + (4 * random.NextDouble())), 1e-5) { HasTree = random.NextInt(0, 2) == 0 };
            var traffic = new StepTraffic
            {
                Buckets = [.. Enumerable.Range(0, random.NextInt(1, 6)).Select(_ => (long)random.NextInt(1, 30_000_000))],
                United = [.. Enumerable.Range(0, random.NextInt(0, 60)).Select(_ => random.NextInt(1, 512))],
                OwnStatistics = random.NextInt(0, 2) * 10_000,
                ForwardPasses = 2,
                BackwardPasses = random.NextInt(1, 3),
                IsOnHost = random.NextInt(0, 2) == 0,
            };
            var compute = new ComputeTime(random.NextDouble(), random.NextDouble(), 0.1 * random.NextDouble());
            var before = PlannedStep.Of(1, 4, compute, traffic, link);
            Assert.Equal(compute.Total, before.Seconds, 12);
            Assert.Equal(0, before.WaitSeconds, 12);
            for (var devices = 2; devices <= 64; devices *= 2)
            {
                var step = PlannedStep.Of(devices, 4, compute, traffic, link);
                Assert.True(step.WaitSeconds > before.WaitSeconds, $"seed {seed}, {devices} devices");
                before = step;
            }
        }
    }

    [Fact]
    public void Normalizations_exchange_twice_a_layer()
    {
        var traffic = new StepTraffic { Buckets = [], United = [16, 32], ForwardPasses = 3 };
        var link = new Link(1e6, 1e-3) { GatherLatency = 2e-3 };
        Assert.Equal(3 * ((2 * 2e-3) + ((33 + 65) * 8 / 1e6)), traffic.Forward(link, 2), 12);
        Assert.Equal(3 * ((4 * 1e-3) + ((32 + 64) * 8 / 1e6)), traffic.Backward(link, 2), 12);
        Assert.Equal(0, (traffic with { United = [] }).Forward(link, 8));
    }
}
