using Panoptes.Metrics.Intervals;
using Panoptes.Studies.Analysis;

namespace Panoptes.Studies.Tests.Analysis;

public sealed class NoiseBandTests
{
    [Fact]
    public void Repeated_seeds_give_a_pooled_deviation_and_a_band_that_narrows_with_seeds()
    {
        var band = Assert.Single(StudyReport.Build(RepeatedStudy.Results).Noise);
        Assert.True(band.IsMeasured);
        // Deviations 0.2 and 0.3 of three seeds, and two seeds 0.4 apart: (2 * 0.04 + 2 * 0.09 + 0.08) / 5.
        Assert.Equal((3, 5), (band.Groups, band.Degrees));
        Assert.Equal(Math.Sqrt(0.34 / 5), band.Deviation, 1e-9);
        Assert.Equal(StudentT.TwoSided(95, 5) * Math.Sqrt(0.34 / 5) * Math.Sqrt(4.0 / 3), band.Half(1, 3), 1e-9);
        Assert.True(band.Half(3, 3) < band.Half(1, 3));
        Assert.Contains("5 degrees of freedom", band.Text("points"));
    }

    [Fact]
    public void Without_repeats_or_with_identical_ones_the_band_is_assumed_and_says_so()
    {
        var once = RepeatedStudy.Results with
        {
            Cells = [RepeatedStudy.Done("a", "base", 0, 0.5), RepeatedStudy.Done("a", "wide", 1, 0.6)],
        };
        var same = once with { Cells = [.. once.Cells, RepeatedStudy.Done("a", "base", 3, 0.5)] };
        foreach (var (results, reason) in new[] { (once, "two completed seeds"), (same, "identical numbers") })
        {
            var band = Assert.Single(StudyReport.Build(results).Noise);
            Assert.False(band.IsMeasured);
            Assert.Equal((1d, 1d), (band.Half(1, 1), band.Half(9, 9)));
            Assert.StartsWith("assumed: ±1.00 points", band.Text("points"));
            Assert.Contains(reason, band.Text("points"));
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.4)]
    [InlineData(0.2)]
    public void The_seeds_that_are_proposed_are_the_fewest_that_resolve_a_difference(double difference)
    {
        var band = new NoiseBand { Deviation = 0.3, Degrees = 4, Groups = 2 };
        var seeds = band.SeedsFor(difference, 2, 1)!.Value;
        double Half(int n) => StudentT.TwoSided(95, 4 + n - 2 + n - 1) * 0.3 * Math.Sqrt(2.0 / n);
        Assert.True(difference > Half(seeds));
        Assert.True(seeds == 2 || difference <= Half(seeds - 1));
    }

    [Fact]
    public void No_number_of_seeds_is_proposed_for_no_difference_or_unmeasured_noise()
    {
        Assert.Null(new NoiseBand { Deviation = 0.3, Degrees = 4 }.SeedsFor(0, 1, 1));
        Assert.Null(new NoiseBand { Assumed = 1 }.SeedsFor(0.5, 1, 1));
    }
}
