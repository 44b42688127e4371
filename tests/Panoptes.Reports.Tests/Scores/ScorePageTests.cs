using System.Text.Json;
using System.Text.RegularExpressions;
using Panoptes.Foundation;
using Panoptes.Metrics.Scoring;
using Panoptes.Metrics.Tests.BadInput;
using Panoptes.Reports.Scores;
using Panoptes.Reports.Tests.Pages;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.Scores;

public sealed class ScorePageTests : IDisposable
{
    private const string Hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_page_holds_every_headline_and_every_cell_of_every_table()
    {
        var report = Panoptic(6);
        ScorePage.Write(report, Path.Combine(folder.Path, "page.html"));
        var page = File.ReadAllText(Path.Combine(folder.Path, "page.html"));
        PageCheck.Check(page);
        var text = PageCheck.Text(page);
        Assert.All(report.Headlines, headline => Assert.Contains($" {headline.Name} {ScoreText.Cell(headline.Value)} ", text));
        var rows = report.Tables.SelectMany(table => table.Rows).Where(row => !report.Absent.Contains(row[0]));
        Assert.All(rows, row => Assert.Contains($" {string.Join(' ', row.Select(ScoreText.Cell))} ", text));
        Assert.NotEmpty(report.Absent);
        Assert.All(report.Absent, name => Assert.Single(Regex.Matches(text, $@"\b{name}\b")));
        Assert.All(report.Inputs, input => Assert.Contains(input.Sha256, text));
        var pictures = report.WorstImages(null);
        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.Contains($" {picture.Name} {picture.Note} ", text));
        Assert.Equal(4 * pictures.Count, Regex.Count(page, "data:image/png;base64,"));
    }

    [Fact]
    public void The_confusion_has_the_pixels_of_every_class_and_of_none()
    {
        var report = Panoptic(6);
        var (matrix, names) = report.Confusion!.Value;
        matrix.AddCount(1, matrix.None, 17);
        var drawn = Matrices(ScorePage.Render(report))[0];
        var rows = drawn.GetProperty("names").EnumerateArray().Select(name => name.GetString()!).ToList();
        var columns = drawn.GetProperty("columns").EnumerateArray().Select(name => name.GetString()!).ToList();
        Assert.Equal("no class", columns[^1]);
        Assert.Equal(rows, columns[..^1]);
        for (var row = 0; row < rows.Count; row++)
        {
            var expected = columns.Select(
                name => matrix[names.ToList().IndexOf(rows[row]), name == "no class" ? matrix.None : names.ToList().IndexOf(name)]);
            Assert.Equal(expected, drawn.GetProperty("counts")[row].EnumerateArray().Select(count => count.GetInt64()));
        }
    }

    [Fact]
    public void Intervals_notes_and_remarks_are_shown_and_hostile_names_stay_text()
    {
        var report = Panoptic(8);
        report = report with
        {
            Title = Hostile,
            Headlines = [report.Headlines[0] with { Interval = new(0.25, 0.5, 95) }],
            Remarks = [Hostile],
            Notes = [new("panoptic-areas", 8, Hostile, "gt.json", "nothing")],
            Inputs = [new("gt", Hostile, "abc")],
        };
        var page = ScorePage.Render(report);
        PageCheck.Check(page);
        Assert.Contains("25.00 to 50.00 (95 %)", page);
        Assert.Contains("[panoptic-areas] 8 ", page);
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("<img src=x", page);
    }

    [Fact]
    public void A_comparison_shows_both_sides_and_marks_clear_differences()
    {
        var (a, b) = (Panoptic(6), Panoptic(6));
        var comparison = ScoreComparison.Of(a, b, draws: 50);
        comparison = comparison with
        {
            Headlines = [new("PQ", 0.4, 0.5, new(0.05, 0.15, 95), 1), new("SQ", 0.4, 0.3, new(-0.2, 0.1, 95), 0.2)],
            ClassesWonByA = 3,
        };
        var page = ComparisonPage.Render(a, b, comparison);
        PageCheck.Check(page);
        var text = PageCheck.Text(page);
        Assert.Contains(" classes won by A 3 ", text);
        Assert.Contains(" PQ 40.00 50.00 +10.00 +5.00 to +15.00 ", text);
        Assert.Contains(" PQ 40.00 50.00 10.00 5.00 15.00 100.00 yes ", text);
        Assert.Contains("class=\"difference better\" width=\"420\" height=\"14\" role=\"img\" aria-label=\"+5.00 to +15.00\"", page);
        Assert.Contains("class=\"difference unclear\" width=\"420\" height=\"14\" role=\"img\" aria-label=\"-20.00 to +10.00\"", page);
    }

    private static JsonElement Matrices(string page)
    {
        var json = Regex.Match(
            page, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        return JsonDocument.Parse(json).RootElement.GetProperty("matrices");
    }

    private ScoreReport Panoptic(int seed)
    {
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(seed), images: 3);
        return PanopticScorer.Score(
            new PanopticInputs(Path.Combine(folder.Path, "gt.json"), null, Path.Combine(folder.Path, "pred.json"), null));
    }
}
