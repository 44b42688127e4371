using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Intervals;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Tests.Pages;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.Cards;

/// <summary>The cards that pages of several runs are made of: charts of groups, paired differences, pictures side by side.</summary>
public sealed class CardTests : IDisposable
{
    private const string Hostile = "</script><script>alert(1)</script>\"'><img src=x>";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_group_is_drawn_as_the_mean_of_its_members_which_the_legend_can_show()
    {
        var chart = GroupChart.Of(
            "figure5", "confused", "T in %", [0, 25],
            [new("crops", [[0.4, 0.2], [0.2, null], [0.6, double.NaN]]), new("full", [[0.1, 0.05]])]);
        Assert.Equal(["crops, mean of 3", "full", "crops, 1", "crops, 2", "crops, 3"], chart.Series.Select(series => series.Name));
        Assert.Equal([40.0, 20.0], chart.Series[0].Y.Select(y => Math.Round(y!.Value, 9)));
        Assert.Equal([10.0, 5.0], chart.Series[1].Y);
        Assert.Equal([false, false, true, true, true], chart.Series.Select(series => series.Hidden));
        Assert.Equal([60.0, null], chart.Series[4].Y);
        var page = Render(html => ChartCard.Write(html, chart), new PageData { Charts = [chart] });
        Assert.Contains("data-group=\"figure5\"", page);
        Assert.Contains(" 0 40.00 10.00 40.00 20.00 60.00 25 20.00 5.00 20.00 – – ", PageCheck.Text(page));
    }

    [Fact]
    public void A_difference_is_marked_by_what_is_better_and_only_where_its_interval_leaves_out_nothing()
    {
        DifferenceRow[] rows =
        [
            new("Acc", 0.5, 0.6, new Interval(0.05, 0.15, 95)),
            new("confused", 0.4, 0.3, new Interval(-0.15, -0.05, 95), HigherIsBetter: false),
            new("confusing", 0.3, 0.4, new Interval(0.05, 0.15, 95), HigherIsBetter: false),
            new("unclear", 0.5, 0.6, new Interval(-0.1, 0.3, 95)),
            new("alone", 0.5, 0.6, new Interval(double.NaN, double.NaN, 95)),
            new("unknown", double.NaN, 0.6, null),
        ];
        Assert.Equal(["better", "better", "worse", "unclear", "unclear", "unclear"], rows.Select(row => row.Side));
        var page = Render(html => DifferenceCard.Write(html, "IBS - crops", "95 % intervals", rows, "crops", Hostile));
        var text = PageCheck.Text(page);
        Assert.Contains(" Acc 50.00 60.00 +10.00 +5.00 to +15.00 ", text);
        Assert.Contains(" alone 50.00 60.00 +10.00 - ", text);
        Assert.DoesNotContain("unknown", text);
        Assert.DoesNotContain("<script>alert", page);
    }

    [Fact]
    public void Pictures_stand_side_by_side_until_the_budget_of_the_page_is_spent()
    {
        PngFile.WriteRgb(folder["a.png"], new RgbImage(8, 4));
        PictureRow Row(params string[] files) =>
            new(Hostile, "2 confused", 2, [.. files.Select(file => new PicturePanel(file, folder[file]))])
            {
                Lines = [new PictureLine("a car of 90 pixels mixes", [("car #1 80 %", "#ff0000"), (Hostile, "url(x)")])],
            };
        var budget = new PictureBudget(1 << 20);
        var written = new List<bool>();
        var page = Render(html =>
        {
            written.Add(Row("a.png", "a.png", "a.png").Write(html, budget));
            written.Add(Row("a.png", "gone.png").Write(html, budget));
            written.Add(Row("a.png").Write(html, new PictureBudget(10)));
        });
        Assert.Equal([true, false, false], written);
        Assert.Contains("--columns:3", page);
        Assert.Contains("style=\"background:#ff0000\"", page);
        Assert.DoesNotContain("url(x)", page);
        Assert.Contains(" a car of 90 pixels mixes car #1 80 % ", PageCheck.Text(page));
    }

    private static string Render(Action<Html> body, PageData? data = null)
    {
        var page = Page.Render(
            new PageHead("test", "cards", []),
            html =>
            {
                html.Raw("<section>\n");
                Enumerable.Range(0, 30).ToList().ForEach(_ => html.Raw("<p></p>"));
                body(html);
                html.Raw("</section>\n");
            },
            data);
        PageCheck.Check(page);
        return page;
    }
}
