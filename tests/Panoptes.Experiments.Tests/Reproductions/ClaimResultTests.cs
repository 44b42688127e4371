using Panoptes.Experiments.Events;
using Panoptes.Experiments.Reproductions;

namespace Panoptes.Experiments.Tests.Reproductions;

public sealed class ClaimResultTests
{
    private static readonly NetworkConfig Network = new() { Name = "net", Title = "Net", Config = "net.yaml" };
    private static readonly ClaimConfig Claim = new() { Text = "B is above A", Arm = "b", Against = "a", Metric = "pq" };

    [Theory]
    [InlineData(new[] { .3, .31, .32 }, new[] { .4, .41, .42 }, Verdict.Shown)]
    [InlineData(new[] { .3, .31, .32 }, new[] { .31, .29, .4 }, Verdict.Leaning)]
    [InlineData(new[] { .3, .31, .32 }, new[] { .2, .21, .3 }, Verdict.NotShown)]
    [InlineData(new[] { .3, .31, .32 }, new[] { .3, .31, .32 }, Verdict.NotShown)]
    [InlineData(new[] { .3 }, new[] { .4 }, Verdict.Leaning)]
    [InlineData(new[] { .3, .31, .32 }, new[] { .4, .41 }, Verdict.Open)]
    [InlineData(new[] { .3, .31 }, new[] { .4, double.NaN }, Verdict.Open)]
    [InlineData(new double[0], new double[0], Verdict.Open)]
    public void The_verdict_follows_from_sign_and_interval_over_the_seeds(double[] against, double[] arm, Verdict expected)
    {
        long[] seeds = [.. Enumerable.Range(0, Math.Max(1, against.Length)).Select(seed => (long)seed)];
        var cells = Cells("a", against).Concat(Cells("b", arm)).ToArray();
        Assert.Equal(expected, ClaimResult.Of(Claim, Network, seeds, cells).Verdict);
        var below = expected switch { Verdict.Shown or Verdict.Leaning => Verdict.NotShown, _ => expected };
        if (expected != Verdict.NotShown)
        {
            Assert.Equal(below, ClaimResult.Of(Claim with { Above = false }, Network, seeds, cells).Verdict);
        }
    }

    [Theory]
    [InlineData(new[] { .1, .2 }, new[] { .25, .5 }, Verdict.Shown)]
    [InlineData(new[] { .1, .2 }, new[] { .15, .6 }, Verdict.Leaning)]
    [InlineData(new[] { .1, .2 }, new[] { .19, .3 }, Verdict.NotShown)]
    [InlineData(new[] { 0.0, 0 }, new[] { .1, .1 }, Verdict.Shown)]
    [InlineData(new[] { .1 }, new[] { .3 }, Verdict.Leaning)]
    public void A_ratio_is_to_hold_with_every_one_of_several_seeds(double[] against, double[] arm, Verdict expected)
    {
        long[] seeds = [.. Enumerable.Range(0, against.Length).Select(seed => (long)seed)];
        var cells = Cells("a", against).Concat(Cells("b", arm)).ToArray();
        var found = ClaimResult.Of(Claim with { Ratio = 2 }, Network, seeds, cells);
        Assert.Equal(expected, found.Verdict);
        Assert.Equal(against.Length, found.Ratios.Count);
        var swapped = Claim with { Arm = "a", Against = "b", Ratio = .5, Above = false };
        Assert.Equal(expected, ClaimResult.Of(swapped, Network, seeds, cells).Verdict);
    }

    [Fact]
    public void A_claim_speaks_of_the_end_of_a_moment_or_of_the_whole_course()
    {
        var cell = Cells("b", [.5]).First() with
        {
            Course = [.. new[] { (50, .1), (100, .4), (150, .3) }.Select(
                point => new CoursePoint(point.Item1, new Dictionary<string, double?> { ["pq"] = point.Item2 }))],
        };
        Assert.Equal(.5, cell.Of(Claim));
        Assert.Equal(.1, cell.Of(Claim with { At = .2 }));
        Assert.Equal(.4, cell.Of(Claim with { At = .5 }));
        Assert.Equal(.3, cell.Of(Claim with { At = 1 }));
        Assert.Equal(.1, cell.Of(Claim with { Always = true }));
        Assert.Equal(.4, cell.Of(Claim with { Always = true, Above = false }));
        var bound = Claim with { Against = "", Bound = .4, Always = true, Above = false };
        Assert.Equal(Verdict.Leaning, ClaimResult.Of(bound, Network, [0], [cell]).Verdict);
        Assert.Equal(Verdict.NotShown, ClaimResult.Of(bound with { Bound = .39 }, Network, [0], [cell]).Verdict);
        Assert.Equal(double.NaN, Cells("b", [.5]).First().Of(Claim with { At = 1 }));
    }

    [Fact]
    public void Sentences_say_where_a_claim_was_shown_and_where_not()
    {
        var other = Network with { Name = "other", Title = "Other" };
        var third = Network with { Name = "third", Title = "Third" };
        var config = new ReproductionConfig
        {
            Networks = [Network, other, third],
            Arms = [new() { Name = "a" }, new() { Name = "b" }],
            Seeds = [0, 1],
            Metrics = ["pq"],
            Claims = [Claim],
        };
        var cells = Cells("a", [.3, .31]).Concat(Cells("b", [.4, .4101]))
            .Concat(Cells("a", [.3, .31], "other")).Concat(Cells("b", [.29, .28], "other")).ToArray();
        var result = new ReproductionResult(config, cells);
        Assert.False(result.IsWhole);
        Assert.Equal(12, result.Planned);
        var sentence = Assert.Single(result.Sentences());
        Assert.StartsWith("B is above A: shown on Net (30.50 to 40.51 %: +10.0 points, +", sentence, StringComparison.Ordinal);
        Assert.Contains("; not on Other (30.50 to 28.50 %: -2.0 points", sentence, StringComparison.Ordinal);
        Assert.EndsWith("; not yet known of Third.", sentence, StringComparison.Ordinal);
        var early = new ReproductionResult(config with { Networks = [Network] }, [.. Cells("a", [.3]), .. Cells("b", [.4])]);
        Assert.Equal(
            "B is above A: not yet known of Net (30.00 to 40.00 %: +10.0 points, one seed so far).", Assert.Single(early.Sentences()));
    }

    private static IEnumerable<CellResult> Cells(string arm, double[] values, string network = "net") => values.Select((value, seed) =>
        new CellResult
        {
            Network = network,
            Arm = arm,
            Seed = seed,
            Metrics = [new MetricRow { Name = "pq", Title = "PQ", Value = double.IsFinite(value) ? value : null }],
        });
}
