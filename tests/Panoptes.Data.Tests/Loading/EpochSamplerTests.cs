using Panoptes.Data.Loading;

namespace Panoptes.Data.Tests.Loading;

public sealed class EpochSamplerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(367)]
    [InlineData(4096)]
    public void Every_epoch_is_a_permutation_and_no_two_are_alike(int count)
    {
        var sampler = new EpochSampler(count, seed: 5);
        var epochs = Enumerable.Range(
            0, 4).Select(e => Enumerable.Range(0, count).Select(i => sampler.At(((long)e * count) + i)).ToArray()).ToArray();
        Assert.All(epochs, e => Assert.Equal(Enumerable.Range(0, count), e.Order()));
        if (count >= 100)
        {
            Assert.Equal(4, epochs.Select(e => string.Join(",", e)).Distinct().Count());
            // A shuffled order has about one fixed point; a bad one has many.
            Assert.All(epochs, e => Assert.True(e.Where((v, i) => v == i).Count() < 10));
        }
    }

    [Fact]
    public void The_ranks_of_any_world_share_each_epoch_without_overlap()
    {
        foreach (var world in new[] { 1, 2, 3, 8 })
        {
            const int Count = 120;
            var samplers = Enumerable.Range(0, world).Select(r => new EpochSampler(Count, 9, r, world)).ToArray();
            var first = samplers.SelectMany(s => Enumerable.Range(0, Count / world).Select(n => s.At(s.Place(n)))).ToArray();
            Assert.Equal(Enumerable.Range(0, Count / world * world).Select(p => samplers[0].At(p)).Order(), first.Order());
            Assert.Equal(first.Length, first.Distinct().Count());
        }
    }

    [Fact]
    public void Orders_are_spread_evenly_over_places_and_seeds()
    {
        var first = new int[7];
        for (var seed = 0; seed < 7000; seed++)
        {
            first[new EpochSampler(7, seed).At(0)]++;
        }

        // 1000 each expected; 5 standard deviations are about 150.
        Assert.All(first, n => Assert.InRange(n, 850, 1150));
    }

    [Fact]
    public void Places_far_ahead_are_reached_directly() =>
        Assert.InRange(new EpochSampler(2975, 1).At(1L << 50), 0, 2974);
}
