using System.Text.Json;
using System.Text.RegularExpressions;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.Tests;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Runs;
using Panoptes.Reports.Tests.Pages;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.Runs;

/// <summary>What the page shows of panoptic and instance evaluations.</summary>
public sealed class KindSectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_number_of_a_result_is_on_the_page_as_it_is_in_the_file()
    {
        var run = Measured();
        var page = Page(run);
        PageCheck.Check(page);
        var text = PageCheck.Text(page);
        foreach (var kind in EvaluationFile.Read(run.Evaluation("test")).Kinds)
        {
            Assert.All(kind.Metrics, metric => Assert.Contains($" {Show.Value(metric)} ", text));
            foreach (var row in kind.Classes.Where(row => !kind.IsAbsent(row)))
            {
                var cells = kind.Columns.Select(column => column.IsShare ? Show.Percent(row.Of(column.Name)) : $"{row.Of(column.Name)}");
                var group = kind.Kind == "panoptic" ? row.IsThing ? " thing" : " stuff" : "";
                Assert.Contains($" {row.Name}{group} {string.Join(' ', cells)} ", text);
            }
        }

        if (Environment.GetEnvironmentVariable("PANOPTES_KEEP_REPORT") is { } keep)
        {
            File.WriteAllText($"{keep}.kinds.html", page);
        }
    }

    [Fact]
    public void Panoptic_quality_stands_by_all_things_and_stuff_with_the_classes_averaged()
    {
        var run = Measured();
        var kind = EvaluationFile.Read(run.Evaluation("test")).Kinds[0];
        string Row(string ending) => string.Join(' ', new[] { "pq", "sq", "rq" }.Select(name => Show.Value(kind.Find(name + ending))));
        var text = PageCheck.Text(Page(run));
        Assert.Contains($" PQ SQ RQ classes all {Row("")} 4 things {Row("_things")} 2 stuff {Row("_stuff")} 2 ", text);
        Assert.Contains($" test, panoptic : PQ {Show.Value(kind.Find("pq"))} · Acc^th ", text);
    }

    [Fact]
    public void Average_precision_stands_by_size_for_masks_and_boxes_and_stuff_is_left_out()
    {
        var run = Measured();
        var kind = EvaluationFile.Read(run.Evaluation("test")).Kinds[1];
        string Row(string start) => string.Join(' ', new[] { "ap", "ap50", "ap75", "ap_small", "ap_medium", "ap_large", "ar100" }
            .Select(name => Show.Value(kind.Find(start + name))));
        var text = PageCheck.Text(Page(run));
        Assert.Contains($" AP AP50 AP75 small medium large AR100 classes masks {Row("")} 2 boxes {Row("box_")} 2 ", text);
        Assert.DoesNotContain("Cityscapes' rules", text);
        var instances = text[text.IndexOf("test, instance", StringComparison.Ordinal)..];
        Assert.Contains("2 of 3 classes present", instances);
        var table = instances[..instances.IndexOf("Worst images", StringComparison.Ordinal)];
        Assert.Contains(" person ", table);
        Assert.DoesNotContain(" road ", table);
    }

    [Fact]
    public void A_curve_is_drawn_by_the_script_and_stands_in_a_table()
    {
        var page = Page(Measured());
        var chart = Data(page).GetProperty("charts").EnumerateArray()
            .Single(chart => chart.GetProperty("title").GetString() == "confused things");
        Assert.Contains($"data-group=\"{chart.GetProperty("group").GetString()}\"", page);
        Assert.Equal("T in %", chart.GetProperty("axis").GetString());
        Assert.Equal("[5,10,12.5]", chart.GetProperty("series")[0].GetProperty("x").GetRawText());
        Assert.Equal("[40,23.45,null]", chart.GetProperty("series")[0].GetProperty("y").GetRawText());
        Assert.Contains(" T in % % 5 40.00 10 23.45 12.5 – ", PageCheck.Text(page));
        Assert.DoesNotContain("a curve without points", page);
    }

    [Fact]
    public void The_confusion_of_a_panoptic_result_shows_what_was_predicted_as_no_class_and_where_most_is_lost()
    {
        var page = Page(Measured());
        var matrix = Data(page).GetProperty("matrices").EnumerateArray().Single();
        Assert.Equal("no class", matrix.GetProperty("columns")[5].GetString());
        Assert.Equal("[900,40,30,0,0,30]", matrix.GetProperty("counts")[0].GetRawText());
        Assert.Contains(" sky taken for road 2.28 % of it · 70 px ", PageCheck.Text(page));
    }

    [Fact]
    public void The_worst_images_say_what_the_colors_of_missed_wrong_and_confused_are()
    {
        var page = Page(Measured());
        foreach (var (meaning, color) in PictureKey.Errors)
        {
            Assert.Contains($"<span class=\"chip\"><i style=\"background:{color.Hex}\"></i>{meaning}</span>", page);
        }

        Assert.Equal(4, Regex.Count(page, "<div class=\"panel errors\""));
        Assert.Contains("lowest PQ first", page);
        Assert.Contains(" PQ 6.25 · missed 3 · #40 ", PageCheck.Text(page));
    }

    [Fact]
    public void Confused_objects_are_listed_with_what_they_mix_in_the_colors_of_their_contours()
    {
        var run = Measured();
        var file = EvaluationFile.Read(run.Evaluation("test"));
        var pictures = file.Kinds[0].WorstImages[0];
        ConfusedSegmentRow segment = new("car", 5120, 4800, [new(12, "car", 0.83, "#ffd400"), new(15, "<b>", 0.61, "#00d0ff")]);
        ConfusedRow row = new()
        {
            Index = 7,
            Name = "lindau",
            Pixels = 4800,
            Segments = [segment],
            Image = pictures.Image,
            Truth = pictures.Truth,
            Prediction = pictures.Difference,
        };
        (file with { Kinds = [file.Kinds[0] with { Confused = [row, row with { Name = "ulm", Image = null }] }] })
            .Write(run.Evaluation("test"));
        var page = Page(run);
        PageCheck.Check(page);
        var text = PageCheck.Text(page);
        Assert.Contains(" Confused objects ", text);
        Assert.Contains(" lindau 1 confused · 4 800 px · #7 ", text);
        Assert.Contains(" car of 5 120 px mixes 2 things over 4 800 px: car #12 83 % <b> #15 61 % ", text);
        Assert.Contains("<i style=\"background:#ffd400\"></i>car #12 83 %", page);
        Assert.Contains(" The 2 images with the largest confused area ", text);
        Assert.Contains(" ulm 4 800 px ", text);
        Assert.Equal(1, Regex.Count(page, "confused predictions of lindau"));
    }

    [Fact]
    public void Things_stand_by_size_with_intervals_and_what_was_flattened_is_said()
    {
        var run = Measured();
        var file = EvaluationFile.Read(run.Evaluation("test"));
        MetricRow[] Sizes(string prefix) =>
        [
            new() { Name = $"{prefix}accuracy_things", Title = "Acc^th", Value = 0.5, Low = 0.4, High = 0.625 },
            new() { Name = $"{prefix}accuracy_things_small", Title = "Acc^th small", Value = 0.25 },
            new() { Name = $"{prefix}confusion_25_small", Title = "confused small", Value = 0.125, HigherIsBetter = false },
        ];
        var (panoptic, instance) = (file.Kinds[0], file.Kinds[1]);
        var classes = panoptic.Classes.Select((c, id) => id > 0 ? c : c with
        {
            Intervals = new Dictionary<string, IReadOnlyList<double?>> { ["sq"] = [0.125, 0.875] },
        });
        (file with
        {
            Kinds =
            [
                panoptic with { Metrics = [panoptic.Metrics[0], .. Sizes("")], Classes = [.. classes] },
                instance with { Metrics = [instance.Metrics[0], .. Sizes("flat_")], Remarks = ["the surest first"] },
            ],
        }).Write(run.Evaluation("test"));
        var text = PageCheck.Text(Page(run));
        Assert.Contains(" Acc^th confused at T = 25 % all 50.00 40.00 to 62.50 – small 25.00 12.50 ", text);
        Assert.Contains(" · Acc^th 50.00 40.00 to 62.50 ", text);
        Assert.Contains(" 12.50 to 87.50 ", text);
        Assert.Contains("small numbers are 95 % intervals over draws of images", text);
        Assert.Contains(" Objects by size, flattened to segments ", text);
        Assert.Contains(" Flattened: the surest first. ", text);
    }

    [Fact]
    public void Curves_of_one_title_are_lines_of_one_chart_and_things_are_followed_over_the_steps()
    {
        var run = Measured();
        var file = EvaluationFile.Read(run.Evaluation("test"));
        CurveRow[] curves =
        [
            new() { Title = "confusion", Key = "confusion", Line = "all", Horizontal = "T in %", X = [0, 25], Y = [0.5, 0.25] },
            new() { Title = "confusion", Key = "confusion", Line = "small", Horizontal = "T in %", X = [0, 25], Y = [0.75, 0.5] },
            new() { Title = "confusion", Key = "confusion", Line = "huge", Horizontal = "T in %", X = [0, 25], Y = [null, null] },
        ];
        (file with { Kinds = [file.Kinds[0] with { Curves = curves }] }).Write(run.Evaluation("test"));
        using (var log = EventLog.Open(run.EventLog, new ManualTime()))
        {
            log.Write(new AttemptStarted { Steps = 2 });
            log.Write(Point(1, 0.3125, best: true) with
            {
                Metrics =
                [
                    new() { Name = "pq", Title = "PQ", Value = 0.5 }, new() { Name = "accuracy_things", Title = "Acc^th", Value = 0.75 },
                    new() { Name = "confusion_25", Title = "confused", Value = 0.125, HigherIsBetter = false },
                ],
                Columns = new Dictionary<string, IReadOnlyList<double?>> { ["accuracy"] = [0.25] },
            });
        }

        var page = Page(run);
        PageCheck.Check(page);
        var charts = Data(page).GetProperty("charts").EnumerateArray().ToDictionary(chart => chart.GetProperty("title").GetString()!);
        Assert.Equal(["all", "small"], charts["confusion"].GetProperty("series").EnumerateArray().Select(
            line => line.GetProperty("name").GetString()));
        Assert.Equal(["[75]", "[12.5]"], charts["Things on val"].GetProperty("series").EnumerateArray().Select(
            line => line.GetProperty("y").GetRawText()));
        Assert.Equal("[25]", charts["accuracy per class on val"].GetProperty("series")[0].GetProperty("y").GetRawText());
        Assert.Contains(" T in % all, % small, % 0 50.00 75.00 25 25.00 50.00 ", PageCheck.Text(page));
    }

    [Fact]
    public void The_page_of_a_panoptic_run_speaks_of_panoptic_quality_alone()
    {
        var run = Measured();
        using (var log = EventLog.Open(run.EventLog, new ManualTime()))
        {
            log.Write(new AttemptStarted { Steps = 2 });
            log.Write(Point(1, 0.3125, best: true));
            log.Write(Point(2, 0.25, best: false));
        }

        var page = Page(run);
        var text = PageCheck.Text(page);
        Assert.Contains(" best val PQ while training 31.25 % at step 1 ", text);
        Assert.Contains(" test PQ ", text);
        Assert.Contains(" test AP ", text);
        Assert.DoesNotContain("mIoU", page);
        Assert.DoesNotContain("IoU per class", page);
        var charts = Data(page).GetProperty("charts").EnumerateArray().ToDictionary(chart => chart.GetProperty("title").GetString()!);
        Assert.Equal("[31.25,25]", charts["Scores on val"].GetProperty("series")[0].GetProperty("y").GetRawText());
        Assert.Equal("[7,7]", charts["segments on val"].GetProperty("series")[0].GetProperty("y").GetRawText());
        Assert.Contains("PQ per class on val", charts.Keys);
    }

    [Fact]
    public void Sections_that_do_not_apply_are_absent()
    {
        var text = PageCheck.Text(RunPage.Render(RunPageData.Read(SampleRun.Create(folder.Path))));
        Assert.DoesNotContain("Panoptic quality", text);
        Assert.DoesNotContain("Average precision", text);
        Assert.DoesNotContain("confused", text);
        var instance = Measured("other") is var run ? EvaluationFile.Read(run.Evaluation("test")) : null;
        (instance! with { Kinds = [instance.Kinds[1] with { WorstImages = [] }] }).Write(run.Evaluation("test"));
        var page = Page(run);
        Assert.DoesNotContain("class=\"matrix\"", page);
        Assert.DoesNotContain("Worst images", page);
        Assert.DoesNotContain("data-group=\"curve", page);
    }

    private static string Page(RunFolder run) => RunPage.Render(RunPageData.Read(run));

    private static JsonElement Data(string page)
    {
        var json = Regex.Match(
            page, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        return JsonDocument.Parse(json).RootElement;
    }

    private static EvaluationPoint Point(long step, double quality, bool best) => new()
    {
        Step = step,
        Split = "val",
        Metrics =
        [
            new() { Name = "pq", Title = "PQ", Value = quality },
            new() { Name = "segments", Title = "segments", Value = 7, IsShare = false },
        ],
        ClassMetric = "PQ",
        Classes = [quality],
        Best = best,
    };

    // A run that was evaluated on the test split: panoptic and instance.
    private RunFolder Measured(string name = "measured")
    {
        var config = new RunConfig { Run = new() { Folder = folder.Path, Name = name } };
        var run = RunFolder.ForTraining(config, null);
        run.WriteConfig(config);
        new RunSummary { Classes = [new("car", "#00008e", true, 0)] }.Write(run.Summary);
        MetricRow[] quality =
            [new() { Name = "pq", Title = "PQ", Value = 0.0625 }, new() { Name = "missed", Title = "missed", Value = 3, IsShare = false }];
        ImageRow[] worst = [.. SampleRun.Worst(run, "test", 2, 64).Select(row => row with { Metrics = quality })];
        new EvaluationFile
        {
            Split = "test",
            Weights = "best",
            Images = 12,
            Kinds = [SampleKinds.Panoptic(worst), SampleKinds.Instance(worst)],
        }.Write(run.Evaluation("test"));
        return run;
    }
}
