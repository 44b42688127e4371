using System.Text.Json;
using System.Text.RegularExpressions;
using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Tests.Comparisons;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Reports.Comparisons;
using Panoptes.Reports.Tests.Pages;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.Comparisons;

/// <summary>The page of runs side by side.</summary>
public sealed class RunComparisonPageTests : IDisposable
{
    private const string Hostile = "</script><script>alert(1)</script>\"'><img src=x>";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_number_of_every_run_is_on_the_page_with_its_difference()
    {
        var comparison = Compare();
        var path = folder["page.html"];
        RunComparisonPage.Write(comparison, path);
        var page = File.ReadAllText(path);
        PageCheck.Check(page);
        var text = PageCheck.Text(page);
        Assert.Contains(" A crops ", text);
        Assert.Contains(" val, 4 images, best weights of step 20 ", text);
        Assert.Contains(" train.seed 0 7 0 ", text);
        Assert.Contains(" B - A, panoptic ", text);
        Assert.Contains(" C - A, panoptic ", text);
        Assert.Contains(" confused at T = 25 % 100.00 14.29 -85.71 ", text);
        Assert.Contains(" car confused at T = 25 % 100.00 14.29 -85.71 ", text);
        Assert.Equal(1, Regex.Count(page, "<tr><td>confused at T = 25 %</td>[^\n]*class=\"difference better\""));
        Assert.Equal(1, Regex.Count(page, "<tr><td>confused at T = 25 %</td>[^\n]*class=\"difference unclear\""));
    }

    [Fact]
    public void Losses_scores_and_confusion_have_a_line_for_each_run()
    {
        var page = RunComparisonPage.Render(Compare());
        var json = Regex.Match(
            page, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        var charts = JsonDocument.Parse(json).RootElement.GetProperty("charts").EnumerateArray()
            .ToDictionary(chart => chart.GetProperty("title").GetString()!);
        string[] Names(string title) => [.. charts[title].GetProperty("series").EnumerateArray().Select(
            line => line.GetProperty("name").GetString()!)];
        string[] runs = ["A crops", "B ibs", "C again"];
        Assert.Equal(runs, Names("Training loss"));
        Assert.Equal(runs, Names("PQ on the validation split"));
        Assert.Equal(3, charts.Count);
        var figure = charts.Single(chart => chart.Key.StartsWith("predicted things that cover", StringComparison.Ordinal)).Value;
        Assert.Equal(runs, Names(figure.GetProperty("title").GetString()!));
        Assert.Contains($"data-group=\"{figure.GetProperty("group").GetString()}\"", page);
        Assert.Equal(21, figure.GetProperty("series")[1].GetProperty("y").GetArrayLength());
    }

    [Fact]
    public void The_same_image_stands_side_by_side_in_both_directions_and_names_stay_text()
    {
        var comparison = Compare();
        var jpeg = JpegFile.Encode(new RgbImage(16, 8), 80);
        ComparedImage Image(string name, bool isWorseInFirst) => new(
            new ImageChoice(3, name, [1800, 20, 0], 1, isWorseInFirst), 2, jpeg, jpeg, [jpeg, jpeg, jpeg],
            [[new ConfusedSegmentRow("car", 1800, 1700, [new(4, "car", 0.9, "#ffd400"), new(5, Hostile, 0.8, "red")])], [], []]);
        var page = RunComparisonPage.Render(comparison with
        {
            Images = [Image("lindau", true), Image(Hostile, false)],
            Notes = [Hostile],
        });
        PageCheck.Check(page);
        var text = PageCheck.Text(page);
        Assert.Contains(" A crops confuses more than B ibs 1 image ", text);
        Assert.Contains(" lindau confused area: A 1 800 px, B 20 px, C 0 px · #3 ", text);
        Assert.Contains(" B ibs confuses more than A crops 1 image ", text);
        Assert.Contains(" image truth A crops B ibs C again A: car of 1 800 px mixes 2 things over 1 700 px: car #4 90 % ", text);
        Assert.Equal(10, Regex.Count(page, "data:image/jpeg;base64,"));
        Assert.DoesNotContain("<script>alert", page);
        Assert.Contains("href=\"#images\"", page);
        Assert.DoesNotContain("href=\"#images\"", RunComparisonPage.Render(comparison));
    }

    private RunComparison Compare()
    {
        bool[] always = [true, true, true, true];
        return RunComparison.Of(
            [
                MeasuredRuns.Make(folder.Path, "crops", always).FullPath,
                MeasuredRuns.Make(folder.Path, "ibs", [true, false, false, false], "train.seed=7").FullPath,
                MeasuredRuns.Make(folder.Path, "again", always).FullPath,
            ],
            "val");
    }
}
