using Panoptes.Studies.Analysis;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Tests.Analysis;

/// <summary>Every number that the published comparison derives, and those that it should have derived.</summary>
public sealed class SeedStudyTests
{
    private static readonly StudyReport Report = StudyReport.Build(SeedStudy.Results);

    [Theory]
    [InlineData("segformer_mit-b3", SeedStudy.Reference, 5.6, 7.5)]
    [InlineData("segformer_mit-b3", SeedStudy.Large, 1.8, 2.25)]
    [InlineData("segformer_mit-b3", SeedStudy.Small, 1.9, 2.49)]
    [InlineData("segnext_mscan-b", SeedStudy.Reference, 6.9, 9.3)]
    [InlineData("segnext_mscan-b", SeedStudy.Large, 1.8, 2.44)]
    [InlineData("segnext_mscan-b", SeedStudy.Small, 2.0, 2.66)]
    public void Time_for_each_percent_is_wall_minutes_over_percent(string model, string recipe, double minutes, double hours)
    {
        var result = Result(model, recipe);
        Assert.Equal(minutes, Math.Round(result.MinutesPerPercent!.Value, 1));
        Assert.Equal(hours, result.WallHours!.Value, 0.05);
        Assert.Equal(result.WallHours, result.DeviceHours);
    }

    [Theory]
    [InlineData("pspnet_r50", SeedStudy.Large, -0.78, ComparisonVerdict.Inconclusive)]
    [InlineData("segformer_mit-b3", SeedStudy.Large, -4.01, ComparisonVerdict.Worse)]
    [InlineData("segformer_mit-b3", SeedStudy.Small, -3.14, ComparisonVerdict.Worse)]
    [InlineData("segnext_mscan-b", SeedStudy.Large, -1.16, ComparisonVerdict.Worse)]
    [InlineData("segnext_mscan-b", SeedStudy.Small, -0.59, ComparisonVerdict.Inconclusive)]
    public void Differences_from_the_reference_are_held_against_the_assumed_band(
        string model, string recipe, double points, ComparisonVerdict verdict)
    {
        var comparison = Against(model, recipe);
        Assert.Equal(points, comparison.Difference!.Value, 1e-9);
        Assert.Equal(1, comparison.Band);
        Assert.Equal(verdict, comparison.Verdict);
        Assert.Equal(100 * points / comparison.Baseline.Mean!.Value, comparison.RelativePercent!.Value, 1e-9);
    }

    [Theory]
    [InlineData("segformer_mit-b3", SeedStudy.Large, 3.34, 95.0)]
    [InlineData("segformer_mit-b3", SeedStudy.Small, 3.02, 96.1)]
    [InlineData("segnext_mscan-b", SeedStudy.Large, 3.82, 98.6)]
    [InlineData("segnext_mscan-b", SeedStudy.Small, 3.51, 99.3)]
    public void Speed_and_retained_accuracy_are_relative_to_the_reference(string model, string recipe, double speed, double retained)
    {
        var comparison = Against(model, recipe);
        Assert.Equal(speed, Math.Round(comparison.SpeedUp!.Value, 2));
        Assert.Equal(retained, Math.Round(comparison.RetainedPercent!.Value, 1));
    }

    [Theory]
    [InlineData("segformer_mit-b3", 0.87, 10.6, 3.65, 0.62)]
    [InlineData("segnext_mscan-b", 0.57, 9.0, 2.60, 0.09)]
    public void What_each_further_hour_gives_follows_the_order_of_cost(
        string model, double points, double extra, double first, double second)
    {
        var variants = Assert.Single(Report.BetweenVariants, one => one.Variant.Subject.Model == model);
        Assert.Equal((SeedStudy.Large, SeedStudy.Small), (variants.Baseline.Recipe, variants.Variant.Recipe));
        Assert.Equal(points, variants.Difference!.Value, 1e-9);
        Assert.Equal(ComparisonVerdict.Inconclusive, variants.Verdict);
        Assert.Equal(extra, Math.Round(variants.ExtraTimePercent!.Value, 1));
        var steps = Report.Costs.Where(step => step.From.Subject.Model == model).ToArray();
        Assert.Equal([SeedStudy.Large, SeedStudy.Small], steps.Select(step => step.From.Recipe));
        Assert.Equal([SeedStudy.Small, SeedStudy.Reference], steps.Select(step => step.To.Recipe));
        Assert.Equal([first, second], steps.Select(step => Math.Round(step.PointsPerDeviceHour!.Value, 2)));
        var front = Assert.Single(Report.Fronts, one => one.Subject.Model == model);
        Assert.Equal([SeedStudy.Large, SeedStudy.Small, SeedStudy.Reference], front.Front.Select(one => one.Recipe));
    }

    [Fact]
    public void Means_over_models_say_over_which_and_stand_apart_where_models_differ()
    {
        var means = Report.Means.Select(mean => (mean.Variant, mean.IsCommon, Math.Round(mean.Mean, 3),
            string.Join(' ', mean.Over.Select(one => one.Variant.Subject.Model))));
        Assert.Equal(
            [
                (SeedStudy.Large, false, -1.983, "pspnet_r50 segformer_mit-b3 segnext_mscan-b"),
                (SeedStudy.Small, false, -1.865, "segformer_mit-b3 segnext_mscan-b"),
                (SeedStudy.Large, true, -2.585, "segformer_mit-b3 segnext_mscan-b"),
                (SeedStudy.Small, true, -1.865, "segformer_mit-b3 segnext_mscan-b"),
            ],
            means);
        Assert.Equal(
            ["deeplabv3plus_r50", "hrnet_hr48", "mask2former_swin-b"], Report.Means[0].LeftOut.Select(subject => subject.Model));
    }

    [Fact]
    public void Curves_show_falls_and_where_they_were_still_rising()
    {
        var (former, next) = (Row("segformer_mit-b3").Curve, Row("segnext_mscan-b").Curve);
        Assert.Equal((4.94, 28_000L), (Math.Round(former.Drawdown!.Value, 2), former.DrawdownStep));
        Assert.Equal(0.83, next.Drawdown!.Value, 1e-9);
        Assert.Equal(1.5, Math.Round(former.Slope!.Value, 1));
        Assert.True(former.IsStillRising);
        Assert.True(former.IsBestLast);
        Assert.Equal(0.97, former.LastChange!.Value, 1e-9);
        Assert.Equal(95.68, Row("segformer_mit-b3").Second!.Value, 1e-9);
    }

    [Fact]
    public void Results_far_below_the_published_number_and_speeds_that_do_not_depend_on_the_batch_are_suspect()
    {
        var texts = Report.Suspects.Select(suspect => suspect.Text).ToArray();
        Assert.Contains(texts, text => text.Contains("56.86 % is 21.69 points below the published 78.55 %"));
        Assert.Contains(texts, text => text.Contains("57.64 % is 20.91 points below"));
        Assert.Contains(
            texts, text => text.Contains("segformer_mit-b3 is recorded at 2.96 it/s with batch 2") && text.Contains("2.47 it/s"));
        Assert.Contains(texts, text => text.Contains("segformer_mit-b3, Unified (20k, BS=16)") && text.Contains("5.97 points below"));
        Assert.DoesNotContain(texts, text => text.Contains("published") && text.Contains("segnext"));
    }

    [Fact]
    public void Cells_are_counted_by_state()
    {
        Assert.Equal(
            [(CellState.Running, 1), (CellState.Completed, 10), (CellState.Blocked, 2)], Report.Totals);
        Assert.Empty(Report.Coverage.Single(one => one.Subject.Model == "mask2former_swin-b" && one.Recipe == SeedStudy.Reference).States);
    }

    [Fact]
    public void Without_a_target_time_is_measured_to_the_best_that_all_reached()
    {
        var times = Report.Targets.Where(time => time.Result.Subject.Model == "segnext_mscan-b").ToArray();
        Assert.All(times, time => Assert.Equal(79.97, time.Target, 1e-9));
        Assert.Equal([80_000d, 20_000d, 40_000d], times.Select(time => time.Step!.Value));
        Assert.Equal([true, false, false], times.Select(time => time.IsUpperBound));
        var lower = StudyReport.Build(SeedStudy.Results with { Target = 0.75 });
        Assert.Equal(
            [80_000d, 12_000d, 16_000d],
            lower.Targets.Where(time => time.Result.Subject.Model == "segnext_mscan-b").Select(time => time.Step!.Value));
        var higher = StudyReport.Build(SeedStudy.Results with { Target = 0.81 });
        Assert.Equal(
            [1, 0, 0], higher.Targets.Where(time => time.Result.Subject.Model == "segnext_mscan-b").Select(time => time.Reached));
    }

    [Fact]
    public void Recommendations_name_their_cells_and_what_limits_them()
    {
        var all = Report.Recommendations.ToArray();
        Assert.All(all, one => Assert.NotEmpty(one.Cells));
        Assert.All(all, one => Assert.Contains("the noise band is assumed", one.Caveats));
        Assert.All(all, one => Assert.Contains(one.Caveats, caveat => caveat.StartsWith("not measured here: ")));
        var fast = Assert.Single(all, one => one.Rule == "fastest-near-best");
        Assert.Equal("segnext_mscan-b", fast.Subject.Model);
        Assert.Contains("Unified (40k, BS=8), 80.54 % (n = 1) in 2.66 h", fast.Text);
        Assert.Equal(4, all.Count(one => one.Rule == "more-seeds"));
        Assert.DoesNotContain(all, one => one.Rule == "cheapest-above-reference");
    }

    private static RecipeResult Result(string model, string recipe) =>
        Report.Results.Single(result => result.Subject.Model == model && result.Recipe == recipe);

    private static Comparison Against(string model, string recipe) =>
        Report.AgainstReference.Single(one => one.Variant.Subject.Model == model && one.Variant.Recipe == recipe);

    private static ProgressRow Row(string model) =>
        Report.Progress.Single(row => row.Cell.Key.Model == model && row.Cell.Key.Recipe == SeedStudy.Small);
}
