using Panoptes.Studies.Analysis;
using Panoptes.Studies.Analysis.Trends;
using Panoptes.Studies.Linting;
using Panoptes.Studies.Results;
using Panoptes.Studies.Settings;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Tables;

namespace Panoptes.Studies.Tests.Analysis.Trends;

/// <summary>What a trend says of objectives whose best value is known.</summary>
public sealed class TrendTests
{
    [Fact]
    public void A_best_length_in_proportion_to_the_labels_has_slope_1()
    {
        var trend = Trend(BurnInStudy.Of(percent => 400 * percent));
        Assert.Equal([2_000, 4_000, 8_000, 16_000], trend.Curves.Select(curve => curve.Best.Over));
        Assert.All(trend.Curves, curve => Assert.True(curve is { IsConclusive: true, IsAtEnd: false }));
        var slope = Assert.Single(trend.Slopes);
        Assert.Equal(1, slope.Slope!.Value, 9);
        Assert.Equal(TrendReading.Proportional, slope.Reading);
        Assert.InRange(1, slope.Interval!.Low - 1e-9, slope.Interval.High + 1e-9);
    }

    [Fact]
    public void A_best_length_that_is_the_same_for_all_has_slope_0()
    {
        var trend = Trend(BurnInStudy.Of(_ => 8_000));
        Assert.All(trend.Curves, curve => Assert.Equal(8_000, curve.Best.Over));
        Assert.Equal(0, trend.Slopes[0].Slope!.Value, 9);
        Assert.Equal(TrendReading.Constant, trend.Slopes[0].Reading);
    }

    [Fact]
    public void A_best_length_that_falls_with_the_labels_is_neither_constant_nor_in_proportion()
    {
        var trend = Trend(BurnInStudy.Of(percent => 160_000 / percent));
        Assert.Equal(-1, trend.Slopes[0].Slope!.Value, 9);
        Assert.Equal(TrendReading.Neither, trend.Slopes[0].Reading);
        Assert.Contains("falls with distillation.labeled_percent", Sentence(BurnInStudy.Of(percent => 160_000 / percent), "trend-slope"));
    }

    [Fact]
    public void Noise_alone_gives_no_conclusion_on_the_slope()
    {
        // A worst value outside the band is no rarity among seven: a single best may seem told apart, but not three.
        for (var salt = 0L; salt < 20; salt++)
        {
            var slope = Trend(BurnInStudy.Of(_ => 8_000, noise: 0.02, slope: 0, salt: salt)).Slopes[0];
            Assert.Equal(TrendReading.NoConclusion, slope.Reading);
        }
    }

    [Fact]
    public void A_best_value_at_the_end_of_the_grid_is_said_to_be_there()
    {
        var results = BurnInStudy.Of(_ => 500);
        Assert.All(Trend(results).Curves, curve => Assert.True(curve.IsAtEnd));
        Assert.Contains("it is the smallest of them, and what lies beyond was not tried", Sentence(results, "trend-best"));
    }

    [Fact]
    public void A_value_with_one_seed_leaves_no_interval_and_no_conclusion()
    {
        var curve = Trend(BurnInStudy.Of(_ => 8_000, seeds: 1)).Curves[0];
        Assert.Null(curve.Interval);
        Assert.Equal("a value has a single seed", curve.Obstacle);
    }

    [Fact]
    public void Two_shares_of_labels_have_a_slope_but_give_no_conclusion()
    {
        var results = BurnInStudy.Of(percent => 400 * percent);
        var slope = Trend(results with { Cells = [.. results.Cells.Where(cell => cell.Key.Data is "perc-5" or "perc-20")] }).Slopes[0];
        Assert.Equal((1.0, TrendReading.NoConclusion), (Math.Round(slope.Slope!.Value, 9), slope.Reading));
        Assert.Contains("fewer than 3", slope.Obstacle);
    }

    [Fact]
    public void An_interval_with_both_0_and_1_gives_no_conclusion()
    {
        // Two lengths nearly as good for each share, one of them in proportion: seeds decide between them.
        var told = Trend(BurnInStudy.Of(_ => 4_000)).Curves[0];
        TrendCurve Curve(double by, double one, double other) =>
            told with { By = by, Drawn = [.. Enumerable.Range(0, 100).Select(draw => draw % 2 == 0 ? one : other)] };
        TrendCurve[] curves = [Curve(5, 2_000, 2_000), Curve(10, 2_000, 4_000), Curve(20, 2_000, 8_000)];
        var slope = Assert.Single(TrendSlope.All(
            curves.Select((curve, place) => curve with { Subject = new Subject($"data {place}", "net") })));
        Assert.Equal("the interval contains both 0 and 1", slope.Obstacle);
    }

    [Fact]
    public void Controls_and_recipes_that_are_left_out_take_no_part()
    {
        var results = BurnInStudy.Of(_ => 8_000);
        var more = results with
        {
            Trend = results.Trend! with { Without = ["labels-only"] },
            Cells =
            [
                .. results.Cells,
                .. BurnInStudy.Percents.Select(percent => BurnInStudy.Cell(percent, 0, "plain", 0, 0.9)),
                .. BurnInStudy.Percents.Select(percent => BurnInStudy.Cell(percent, null, "auto", 0, 0.9)),
                .. BurnInStudy.Percents.Select(percent => BurnInStudy.Cell(percent, 3_000, "labels-only", 0, 0.9)),
                .. BurnInStudy.Percents.Select(
                    percent => BurnInStudy.Cell(percent, 5_000, "no configuration", 0, 0.9) with { Config = null }),
                .. BurnInStudy.Percents.Select(percent => BurnInStudy.Cell(percent, 5_000, "runs", 0, 0.9) with
                {
                    Status = new CellStatus { State = CellState.Running },
                }),
            ],
        };
        Assert.Equal(
            Trend(results).Curves.Select(curve => (curve.Best.Over, curve.Points.Count)),
            Trend(more).Curves.Select(curve => (curve.Best.Over, curve.Points.Count)));
    }

    [Fact]
    public void Without_a_second_setting_the_correlation_is_of_the_means_and_says_how_few_they_are()
    {
        var results = BurnInStudy.Of(_ => 64_000, noise: 0.0001);
        results = results with
        {
            Trend = new TrendConfig { Over = BurnInStudy.Over },
            Cells = [.. results.Cells.Where(cell => cell.Key.Data == "perc-5")],
        };
        var trend = Trend(results);
        Assert.Empty(trend.Slopes);
        Assert.Equal((7, 1.0), (trend.Curves[0].Correlation.Pairs, trend.Curves[0].Correlation.Rho));
        var sentence = Sentence(results, "trend-correlation");
        Assert.Contains("over the means of 7 values is 1.00", sentence);
        Assert.Contains("few points prove little [c:", sentence);
    }

    [Fact]
    public void A_metric_of_which_less_is_better_has_its_best_where_it_is_least()
    {
        var results = BurnInStudy.Of(_ => 8_000) with { HigherIsBetter = false };
        Assert.All(Trend(results).Curves, curve =>
        {
            Assert.Equal(curve.Points.Min(point => point.Result.Mean), curve.Best.Result.Mean);
            Assert.Contains(curve.Best.Over, new double[] { 1_000, 64_000 });
        });
    }

    [Fact]
    public void The_dip_is_the_score_at_the_hand_over_less_the_least_of_the_next_tenth()
    {
        ResultCell Cell(long seed, params (long Step, double Score)[] curve) =>
            BurnInStudy.Cell(5, 32_000, "b32000", seed, 0.5) with
            {
                Curve = [.. curve.Select(one => BurnInStudy.Point(one.Step, one.Score))],
            };
        var results = BurnInStudy.Of(_ => 8_000) with
        {
            Trend = new TrendConfig { Over = BurnInStudy.Over, By = BurnInStudy.By, HandOver = true },
            Cells =
            [
                Cell(0, (20_000, 0.2), (30_000, 0.30), (34_000, 0.24), (42_000, 0.22), (44_000, 0.1)),
                Cell(1, (20_000, 0.2), (30_000, 0.32), (34_000, 0.28), (42_000, 0.30), (44_000, 0.1)),
                // Nothing was evaluated before the hand-over, and nothing is handed over.
                BurnInStudy.Cell(5, 16_000, "b16000", 0, 0.5),
                BurnInStudy.Cell(5, 0, "plain", 0, 0.5),
            ],
        };
        var trend = Trend(results);
        Assert.Equal(["b16000", "b32000"], trend.HandOvers.Select(one => one.Result.Recipe));
        var one = trend.HandOvers[1];
        Assert.Equal((32_000L, 30_000L), (one.Step, one.EvaluatedAt));
        Assert.Equal([30, 32], one.Scores.Select(score => Math.Round(score, 9)));
        Assert.Equal([8, 4], one.Dips.Select(dip => Math.Round(dip, 9)));
        var row = StudyReportTables.All(StudyReport.Build(results)).Single(table => table.File == "hand-over").Rows[1];
        Assert.Contains(row, entry => entry.Text == "+6.00");
        Assert.Contains(row, entry => entry.Text == "2.83");
        Assert.Empty(trend.HandOvers[0].Scores);
    }

    [Fact]
    public void A_hand_over_behind_a_teacher_s_own_stage_is_counted_from_the_first_step()
    {
        var cell = BurnInStudy.Cell(5, 10_000, "b10000", 0, 0.5);
        var config = cell.Config! with { Distillation = cell.Config.Distillation! with { Teacher = null, TeacherSteps = 50_000 } };
        Assert.Equal(60_000, HandOver.StepOf(cell with { Config = config }));
    }

    [Fact]
    public void Reports_with_trends_are_clean_and_all_formats_have_them()
    {
        StudyResults[] studies =
        [
            BurnInStudy.Of(percent => 400 * percent, seeds: 2), BurnInStudy.Of(_ => 8_000, noise: 0.02, slope: 0, seeds: 2),
            WithCurves(BurnInStudy.Of(_ => 8_000, seeds: 1)) with { Trend = new TrendConfig { Over = BurnInStudy.Over, HandOver = true } },
        ];
        Assert.All(studies, results =>
        {
            var report = StudyReport.Build(results);
            var text = StudyReportMarkdown.Write(report);
            Assert.Empty(ReportLinter.LintText(text).Findings.Select(finding => $"{finding.Rule.Id} {finding.Quote}: {finding.Wrong}"));
            foreach (var format in new[] { text, StudyReportLatex.Write(report).Replace(@"\_", "_"), StudyReportText.Write(report) })
            {
                Assert.Contains("Best value of distillation.burn_in", format);
                Assert.Contains("the best distillation.burn_in", format);
            }
        });
    }

    private static Studies.Analysis.Trends.Trend Trend(StudyResults results) => BurnInStudy.Trend(results);

    private static StudyResults WithCurves(StudyResults results) => results with
    {
        Cells =
        [
            .. results.Cells.Select(cell => cell with
            {
                Curve = [.. Enumerable.Range(1, 20).Select(place => BurnInStudy.Point(5_000 * place, 0.1 + (place * 0.01)))],
            }),
        ],
    };

    private static string Sentence(StudyResults results, string rule)
    {
        var report = StudyReport.Build(results);
        return report.Recommendations.First(one => one.Rule == rule).Sentence(report.Names);
    }
}
