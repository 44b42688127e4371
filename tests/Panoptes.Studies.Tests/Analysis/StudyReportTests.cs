using Panoptes.Experiments.Events;
using Panoptes.Foundation;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Tests.Analysis;

public sealed class StudyReportTests
{
    private static readonly StudyReport Report = StudyReport.Build(RepeatedStudy.Results);

    [Fact]
    public void Verdicts_follow_the_measured_band_and_open_cells_are_in_no_number()
    {
        var wide = Report.AgainstReference.Single(one => one.Variant is { Recipe: "wide", Subject.Model: "maskformer" });
        Assert.Equal(ComparisonVerdict.Better, wide.Verdict);
        Assert.Equal(1.8, wide.Difference!.Value, 1e-9);
        Assert.Equal(ComparisonVerdict.Inconclusive, Of("half", "maskformer").Verdict);
        Assert.Equal(ComparisonVerdict.NotMeasured, Of("half", "net|b").Verdict);
        Assert.Equal(1, Of("wide", "net|b").Variant.N);
    }

    [Fact]
    public void Undeclared_differences_in_settings_are_found_and_named_as_caveats()
    {
        var half = Report.Configs.Single(one => one is { Baseline.Recipe: "base", Variant.Recipe: "half" });
        Assert.Equal(["train.accumulation"], half.Undeclared.Select(difference => difference.Path));
        Assert.Equal(["train.steps"], half.Declared.Select(difference => difference.Path));
        Assert.All(Report.Configs.Where(one => one.Variant.Recipe == "wide"), one => Assert.True(one.IsClean));
        Assert.Contains(
            Report.Recommendations.Single(one => one.Rule == "more-seeds" && one.Subject.Model == "maskformer").Caveats,
            caveat => caveat == "settings differ that nobody declared: train.accumulation");
    }

    [Fact]
    public void Where_a_configuration_is_missing_nothing_is_known()
    {
        var report = Build(cell => cell with { Config = null });
        Assert.All(report.Configs, one => Assert.False(one.IsKnown || one.IsClean));
        Assert.Contains(report.Recommendations, one => one.Caveats.Contains("which settings differ is not known"));
    }

    [Fact]
    public void Seeds_of_one_recipe_with_different_settings_are_found()
    {
        var report = Build(cell => cell is { Key: { Model: "maskformer", Recipe: "wide", Seed: 2 }, Config: { } config }
            ? cell with { Config = config with { Train = config.Train with { Steps = 4001 } } } : cell);
        var within = Assert.Single(report.Configs, one => ReferenceEquals(one.Baseline, one.Variant));
        Assert.Equal(["train.steps"], within.Undeclared.Select(difference => difference.Path));
        Assert.Contains(report.Suspects, suspect => suspect.Text.EndsWith(
            "seed 2 is recorded with 4,000 iterations of batch 16, but its configuration says 4,001 of batch 16"));
    }

    [Fact]
    public void The_recommendations_hold_the_best_the_cheapest_above_the_reference_and_seeds_to_run()
    {
        var rules = Report.Recommendations.Select(one => (one.Subject.Model, one.Rule)).ToArray();
        Assert.Contains(("maskformer", "best"), rules);
        Assert.Contains(("maskformer", "cheapest-above-reference"), rules);
        var seeds = Report.Recommendations.Single(one => one.Rule == "more-seeds" && one.Subject.Model == "net|b");
        Assert.Contains("at the measured noise", seeds.Text);
        Assert.EndsWith("run 1 more seed of base, 2 more seeds of wide", seeds.Text);
    }

    [Fact]
    public void Times_on_different_devices_are_not_compared()
    {
        var report = Build(cell => cell.Key.Recipe == "wide" ? cell with { DeviceName = "another" } : cell);
        var wide = report.AgainstReference.Single(one => one.Variant is { Recipe: "wide", Subject.Model: "maskformer" });
        Assert.Equal((null, null), (wide.SpeedUp, wide.ExtraTimePercent));
        Assert.Equal(1.8, wide.Difference!.Value, 1e-9);
        var front = report.Fronts.Single(one => one.Subject.Model == "maskformer");
        Assert.Empty(front.Front);
        Assert.Contains("different devices", front.Obstacle);
        Assert.DoesNotContain(report.Costs, step => step.From.Subject.Model == "maskformer");
    }

    [Fact]
    public void Evaluations_count_as_time_where_they_are_known_apart()
    {
        var result = Report.Results.Single(one => one is { Recipe: "base", Subject.Model: "maskformer" });
        Assert.Equal(2, result.TrainHours);
        Assert.Equal(0.1, result.EvaluationHours!.Value, 1e-9);
        Assert.Equal(2.1, result.WallHours!.Value, 1e-9);
        Assert.Equal(4.2, result.DeviceHours!.Value, 1e-9);
        Assert.Equal(32, result.Epochs);
        Assert.Equal(8 * 4000 / 7200.0, result.ImagesPerSecond!.Value, 1e-9);
    }

    [Fact]
    public void A_lower_number_can_be_the_better_one_and_need_not_be_a_share()
    {
        var results = RepeatedStudy.Results with
        {
            Metric = "error",
            IsShare = false,
            HigherIsBetter = false,
            AssumedNoise = 0.1,
            Cells = [Error("base", 5), Error("wide", 4), Error("half", 4.95)],
        };
        var report = StudyReport.Build(results);
        Assert.Equal(
            [ComparisonVerdict.Better, ComparisonVerdict.Inconclusive], report.AgainstReference.Select(one => one.Verdict));
        Assert.All(report.AgainstReference, one => Assert.Null(one.RetainedPercent));
        Assert.All(report.Results, one => Assert.Null(one.MinutesPerPercent));
        var row = report.Progress.Single(one => one.Cell.Key.Recipe == "wide").Curve;
        Assert.Equal((0.5, 20L, 0.25), (row.Drawdown, row.DrawdownStep, row.Slope));
        Assert.Contains("units", report.Protocol.Single(line => line.StartsWith("Noise band")));
        Assert.Contains("wide", report.Recommendations.Single(one => one.Rule == "best").Text);
    }

    [Theory]
    [InlineData("title")]
    [InlineData("owner")]
    [InlineData("reason")]
    [InlineData("source")]
    public void A_placeholder_that_was_never_filled_in_is_an_error(string where)
    {
        var results = RepeatedStudy.Results;
        var cell = results.Cells[0];
        var bad = where switch
        {
            "title" => results with { Titles = new Dictionary<string, string> { ["base"] = "by ${USER}" } },
            "owner" => results with { Cells = [cell with { Owner = "${USER}" }] },
            "reason" => results with { Cells = [cell with { Status = cell.Status with { Reason = "in ${ROOT}/x" } }] },
            _ => results with { Cells = [cell with { ImportedFrom = "${ROOT" }] },
        };
        Assert.Contains("${", Assert.Throws<InputException>(() => StudyReport.Build(bad)).Message);
    }

    [Fact]
    public void Cells_that_cannot_be_told_apart_are_refused()
    {
        var cell = RepeatedStudy.Results.Cells[0];
        Assert.Throws<InputException>(() => StudyReport.Build(RepeatedStudy.Results with { Cells = [cell, cell with { Id = "other" }] }));
        Assert.Throws<InputException>(() => StudyReport.Build(
            RepeatedStudy.Results with { Cells = [cell, cell with { Key = cell.Key with { Seed = 9 } }] }));
        Assert.Throws<InputException>(() => StudyReport.Build(RepeatedStudy.Results with { Reference = "nothing" }));
    }

    [Fact]
    public void Evidence_is_as_long_as_it_takes_to_tell_cells_apart()
    {
        var report = StudyReport.Build(RepeatedStudy.Results with
        {
            Cells = [.. RepeatedStudy.Results.Cells.Take(2).Select((cell, place) => cell with { Id = $"12345678a{place}c" })],
        });
        Assert.Equal(["[c:12345678a0]", "[c:12345678a1]"], report.Progress.Select(row => report.Names.Evidence(row.Cell)));
        Assert.Equal("[c:mb00ffee]", Report.Names.Evidence(Report.Progress[0].Cell));
    }

    [Fact]
    public void Nothing_to_report_is_a_report_too()
    {
        var report = StudyReport.Build(RepeatedStudy.Results with { Cells = [] });
        Assert.Empty(report.Recommendations);
        Assert.Contains(report.Protocol, line => line == "Seeds: none completed yet");
    }

    private static Comparison Of(string recipe, string model) =>
        Report.AgainstReference.Single(one => one.Variant.Recipe == recipe && one.Variant.Subject.Model == model);

    private static StudyReport Build(Func<ResultCell, ResultCell> change) =>
        StudyReport.Build(RepeatedStudy.Results with { Cells = [.. RepeatedStudy.Results.Cells.Select(change)] });

    private static ResultCell Error(string recipe, double value)
    {
        ResultPoint Point(long step, double error) =>
            new() { Step = step, Metrics = [new MetricRow { Name = "error", Value = error, IsShare = false, HigherIsBetter = false }] };
        return new ResultCell
        {
            Id = recipe,
            Key = new CellKey("streets", "net", recipe, 0),
            Status = new CellStatus { State = CellState.Completed, Step = 30, Steps = 30 },
            Steps = 30,
            Batch = 1,
            Curve = [Point(10, value + 0.5), Point(20, value + 1), Point(30, value)],
            Final = Point(30, value),
            TrainSeconds = 60,
        };
    }
}
