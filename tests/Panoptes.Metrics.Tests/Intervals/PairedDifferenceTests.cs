using Panoptes.Foundation;
using Panoptes.Metrics.Intervals;

namespace Panoptes.Metrics.Tests.Intervals;

public sealed class PairedDifferenceTests
{
    [Theory]
    [InlineData(95, 1, 12.7062)]
    [InlineData(95, 2, 4.3027)]
    [InlineData(95, 3, 3.1824)]
    [InlineData(95, 4, 2.7764)]
    [InlineData(95, 9, 2.2622)]
    [InlineData(95, 30, 2.0423)]
    [InlineData(90, 2, 2.9200)]
    [InlineData(99, 5, 4.0321)]
    [InlineData(50, 7, 0.7111)]
    public void Quantiles_are_those_of_the_tables(double percent, int degrees, double expected) =>
        Assert.Equal(expected, StudentT.TwoSided(percent, degrees), 4);

    [Fact]
    public void Quantiles_fall_with_the_degrees_towards_those_of_the_normal_distribution()
    {
        double[] quantiles = [.. Enumerable.Range(1, 200).Select(degrees => StudentT.TwoSided(95, degrees))];
        Assert.All(quantiles.Zip(quantiles.Skip(1)), pair => Assert.True(pair.First > pair.Second));
        Assert.Equal(1.96, StudentT.TwoSided(95, 5000), 2);
    }

    [Fact]
    public void Three_seeds_give_the_interval_worked_out_by_hand()
    {
        // Differences .02, .03, .04: mean .03, deviation .01, t 4.3027.
        var difference = PairedDifference.Of([0.50, 0.60, 0.55], [0.52, 0.63, 0.59]);
        Assert.Equal((3, 95), (difference.Pairs, difference.Interval.Percent));
        Assert.Equal(0.03, difference.Mean, 12);
        Assert.Equal(0.03 - (4.30265 * 0.01 / Math.Sqrt(3)), difference.Interval.Low, 6);
        Assert.Equal(0.03 + (4.30265 * 0.01 / Math.Sqrt(3)), difference.Interval.High, 6);
        Assert.True(difference.IsClear);
    }

    [Fact]
    public void Equal_runs_differ_by_nothing_and_what_is_undefined_makes_no_pair()
    {
        var same = PairedDifference.Of([0.1, 0.7, 0.3], [0.1, 0.7, 0.3]);
        Assert.Equal((0, 0, 0), (same.Mean, same.Interval.Low, same.Interval.High));
        Assert.False(same.IsClear);
        var one = PairedDifference.Of([0.1, double.NaN], [0.4, 0.2]);
        Assert.Equal(1, one.Pairs);
        Assert.True(double.IsNaN(one.Interval.Low) && !one.IsClear);
        Assert.True(double.IsNaN(PairedDifference.Of([], []).Mean));
        Assert.Throws<ArgumentException>(() => PairedDifference.Of([1], [1, 2]));
    }

    [Fact]
    public void Intervals_hold_the_true_difference_as_often_as_they_say()
    {
        var (hits, trials) = (0, 4000);
        for (var trial = 0; trial < trials; trial++)
        {
            var random = new SeededRandom(5, trial);
            double[] a = [.. Enumerable.Range(0, 3).Select(_ => random.NextDouble())];
            double[] b = [.. a.Select(value => value + 0.5 + Normal(random))];
            var interval = PairedDifference.Of(a, b, 90).Interval;
            hits += interval.Low <= 0.5 && interval.High >= 0.5 ? 1 : 0;
        }

        Assert.InRange((double)hits / trials, 0.88, 0.92);
    }

    // The sum of twelve uniform draws is nearly normal.
    private static double Normal(SeededRandom random) => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
}
