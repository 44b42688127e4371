namespace Panoptes.Foundation.Tests;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_same_seeds_give_the_same_numbers_and_other_seeds_give_others()
    {
        Assert.Equal(new SeededRandom(1, 2).NextBits(), new SeededRandom(1, 2).NextBits());
        Assert.NotEqual(new SeededRandom(1, 2).NextBits(), new SeededRandom(2, 1).NextBits());
        Assert.NotEqual(new SeededRandom(1).NextBits(), new SeededRandom(1, 0).NextBits());
    }

    [Fact]
    public void Integers_cover_their_range_and_nothing_else()
    {
        var random = new SeededRandom(3);
        var seen = Enumerable.Range(0, 1000).Select(_ => random.NextInt(-2, 3)).ToHashSet();
        Assert.Equal([-2, -1, 0, 1, 2], seen.Order());
    }
}
