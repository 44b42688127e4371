using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Reproductions;
using Panoptes.Reports.Reproductions;
using Panoptes.Reports.Tests.Pages;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.Reproductions;

public sealed class ReproductionPageTests
{
    private static readonly NetworkConfig Network = new() { Name = "net", Title = "Net & <co>", Config = "net.yaml" };

    private static readonly ReproductionConfig Config = new()
    {
        Title = "Claims <b>",
        About = "What & why.",
        Networks = [Network],
        Arms = [new() { Name = "a", Title = "way A" }, new() { Name = "b", Title = "way B" }],
        Seeds = [0, 1],
        Metrics = ["pq"],
        Claims = [new() { Text = "B is above A", Arm = "b", Against = "a", Metric = "pq" }],
    };

    /// <summary>A result with every cell, for tests of pages.</summary>
    internal static ReproductionResult Whole =>
        new(Config, [Cell("a", 0, .3), Cell("b", 0, .4), Cell("a", 1, .32), Cell("b", 1, .41)]);

    [Fact]
    public void A_page_holds_sentences_means_and_every_run()
    {
        using var folder = new TemporaryFolder();
        var result = Whole;
        var target = new ReproductionFolder(folder.Path);
        ReproductionPage.Write(result, [], target);
        var page = File.ReadAllText(target.Page);
        PageCheck.Check(page);
        var text = PageCheck.Text(page);
        Assert.All(result.Sentences(), sentence => Assert.Contains(sentence, text));
        Assert.Contains($"{Show.Percent(.31)} ± {Show.Percent(.01)}", text);
        Assert.All(result.Cells, cell => Assert.Contains(cell.Run, text));
        Assert.Contains("whole", text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_is_not_there_yet_is_said(int cells)
    {
        var result = new ReproductionResult(Config, [.. new[] { Cell("a", 0, .3) }.Take(cells)]);
        var page = ReproductionPage.Render(result, []);
        PageCheck.Check(page);
        Assert.Contains($"{cells} of 4 cells", PageCheck.Text(page));
        Assert.Contains("not yet known of", PageCheck.Text(page));
    }

    private static CellResult Cell(string arm, long seed, double value) => new()
    {
        Network = "net",
        Arm = arm,
        Seed = seed,
        Run = $"runs/net/{arm}-s{seed}",
        Seconds = 90,
        Metrics = [new MetricRow { Name = "pq", Title = "PQ", Value = value }],
        Curve = new CurveRow { Title = "confused", Horizontal = "T in %", X = [0, 50, 100], Y = [value, null, 0] },
    };
}
