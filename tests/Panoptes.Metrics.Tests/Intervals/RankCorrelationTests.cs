using Panoptes.Metrics.Intervals;

namespace Panoptes.Metrics.Tests.Intervals;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Five_pairs_give_the_interval_worked_out_by_hand()
    {
        // Squared differences of the ranks 1, 1, 1, 1 and 0: 1 - 6 * 4 / (5 * 24); atanh(.8) = 1.0986, 1.96 * sqrt(1.06 / 2) = 1.4269.
        var found = RankCorrelation.Of([(1, 20), (2, 10), (3, 40), (4, 30), (5, 500)]);
        Assert.Equal((5, .8), (found.Pairs, Math.Round(found.Rho, 12)));
        Assert.Equal((-.3170, .9873), (Math.Round(found.Interval!.Low, 4), Math.Round(found.Interval.High, 4)));
    }

    [Fact]
    public void Equal_numbers_share_their_ranks() =>
        Assert.Equal(Math.Sqrt(.75), RankCorrelation.Of([(1, 1), (2, 1), (3, 2)]).Rho, 12);

    [Fact]
    public void Few_pairs_have_no_interval_and_constants_no_correlation()
    {
        Assert.Equal(-1, RankCorrelation.Of([(1, 2), (2, 1)]).Rho, 12);
        Assert.Null(RankCorrelation.Of([(1, 2), (2, 1), (3, 0), (4, -1)]).Interval);
        Assert.True(double.IsNaN(RankCorrelation.Of([(1, 2), (2, 2)]).Rho));
        Assert.Equal(1, RankCorrelation.Of([(1, 2), (double.NaN, 3)]).Pairs);
    }
}
