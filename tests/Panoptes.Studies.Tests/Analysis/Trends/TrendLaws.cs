using FsCheck;
using FsCheck.Fluent;
using Panoptes.Foundation;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Results;
using Panoptes.Studies.Tables;

namespace Panoptes.Studies.Tests.Analysis.Trends;

/// <summary>What holds of any trend.</summary>
public sealed class TrendLaws
{
    [Fact]
    public void The_order_of_cells_does_not_matter() => Check(salt =>
    {
        var results = Study(salt);
        ResultCell[] cells = [.. results.Cells];
        new SeededRandom(salt).Shuffle(cells.AsSpan());
        return Numbers(results with { Cells = cells }, 1).SequenceEqual(Numbers(results, 1));
    });

    [Fact]
    public void Another_unit_of_the_setting_changes_the_best_by_its_factor_and_the_slope_not_at_all() => Check(salt =>
    {
        var unit = 1 + Math.Abs(salt % 9);
        return Numbers(Study(salt, unit), unit).SequenceEqual(Numbers(Study(salt), 1));
    });

    [Fact]
    public void A_best_value_lies_in_its_interval_s_grid_and_is_one_of_those_tried() => Check(salt =>
        BurnInStudy.Trend(Study(salt)).Curves.All(curve =>
            curve.Points.Any(point => point.Over == curve.Best.Over) && curve.Interval!.Low >= curve.Low
                && curve.Interval.Low <= curve.Interval.High && curve.Interval.High <= curve.High
                && curve.Points.All(point => point.Result.Mean <= curve.Best.Result.Mean)));

    [Fact]
    public void A_whole_report_says_the_same_of_cells_in_another_order()
    {
        var results = Study(1);
        results = results with { Cells = [.. results.Cells.Where(cell => cell.Key is { Data: "perc-5", Seed: < 2 })] };
        Assert.Equal(
            StudyReportMarkdown.Write(StudyReport.Build(results)),
            StudyReportMarkdown.Write(StudyReport.Build(results with { Cells = [.. results.Cells.Reverse()] })));
    }

    private static StudyResults Study(int salt, long unit = 1) =>
        BurnInStudy.Of(percent => 400 * percent, noise: 0.01, slope: 0.005, unit: unit, salt: salt);

    private static IEnumerable<object?> Numbers(StudyResults results, long unit)
    {
        var trend = BurnInStudy.Trend(results);
        return
        [
            .. trend.Curves.Select(curve => (object?)(
                curve.By, curve.Best.Over / unit, curve.Interval!.Low / unit, curve.Interval.High / unit, curve.Near.Count,
                curve.Obstacle)),
            .. trend.Slopes.Select(slope => (object?)(
                Math.Round(slope.Slope!.Value, 6), Math.Round(slope.Interval!.Low, 6), Math.Round(slope.Interval.High, 6), slope.Reading)),
        ];
    }

    private static void Check(Func<int, bool> law) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(10));
}
