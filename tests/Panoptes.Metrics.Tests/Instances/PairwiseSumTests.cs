using Panoptes.Metrics.Instances;

namespace Panoptes.Metrics.Tests.Instances;

public sealed class PairwiseSumTests
{
    // numpy 1.24: np.sum(1 / np.arange(1, n + 1)). From 8 on a plain sum has other bits.
    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(7, 2.5928571428571425)]
    [InlineData(8, 2.7178571428571425)]
    [InlineData(9, 2.8289682539682537)]
    [InlineData(127, 5.425334592589172)]
    [InlineData(128, 5.433147092589173)]
    [InlineData(129, 5.440899030573669)]
    [InlineData(1000, 7.485470860550345)]
    [InlineData(8193, 9.588312101508468)]
    [InlineData(100003, 12.090176129263448)]
    public void Sums_have_the_bits_of_numpys(int count, double sum)
    {
        var values = Enumerable.Range(1, count).Select(i => 1.0 / i).ToArray();

        Assert.Equal(BitConverter.DoubleToInt64Bits(sum), BitConverter.DoubleToInt64Bits(PairwiseSum.Of(values)));
    }

    [Fact]
    public void The_mean_of_none_is_what_stands_for_undefined() => Assert.Equal(-1, PairwiseSum.Mean([]));
}
