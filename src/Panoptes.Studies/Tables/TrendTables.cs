using Panoptes.Studies.Analysis;
using Panoptes.Studies.Analysis.Trends;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Tables;

/// <summary>Tables of a study over one of its settings.</summary>
internal static class TrendTables
{
    /// <summary>The tables of a trend; none where the study asks for none.</summary>
    public static IEnumerable<ReportTable> Of(StudyReport report) =>
        report.Trend is { } trend ? [Best(report, trend), Slopes(report, trend), HandOvers(report, trend)] : [];

    private static ReportTable Best(StudyReport report, Trend trend) => new(
        "trend", $"Best value of {trend.Config.Over}",
        [
            .. TableLead.Columns(report), .. TableLead.Numbers(
                trend.Config.By ?? "By", "Values tried", "Smallest", "Largest", "Best value", "Interval from", "Interval to",
                Score(report), "n"),
            .. TableLead.Words("Within the noise band of it", "At the end of the grid"),
            .. TableLead.Numbers("Rank correlation"), .. TableLead.Words("Conclusion", "Evidence"),
        ],
        [
            .. trend.Curves.Select(curve => (IReadOnlyList<Entry>)
            [
                .. TableLead.Of(report, curve.Subject),
                Entry.Value(curve.By),
                Entry.Count(curve.Points.Count),
                Entry.Value(curve.Low),
                Entry.Value(curve.High),
                Entry.Value(curve.Best.Over),
                Entry.Value(curve.Interval?.Low),
                Entry.Value(curve.Interval?.High),
                Entry.Fixed(curve.Best.Result.Mean),
                Entry.Count(curve.Best.Result.N),
                Entry.Of(Figures.List(curve.Near.Select(point => Figures.Value(point.Over)))),
                Entry.Of(!curve.IsAtEnd ? "no" : curve.Best.Over == curve.Low ? "yes: the smallest" : "yes: the largest"),
                Entry.Fixed(curve.Correlation.Rho),
                Entry.Of(curve.IsConclusive ? "told from others" : $"no conclusion: {curve.Obstacle}"),
                Entry.Of(report.Names.Evidence(Cells(curve))),
            ]),
        ])
    {
        Notes =
        [
            "The best value is the one with the best mean. Its interval (95 %) is of 1,000 draws of the seeds of each value; with few "
                + "seeds it is rough. Its ends are values that were tried: what lies between two of them is not known.",
            "The rank correlation (Spearman) is of the values with their mean scores; it does not see an optimum in the middle, and few "
                + "points prove little.",
        ],
    };

    private static ReportTable Slopes(StudyReport report, Trend trend) => new(
        "trend-slope", $"Best value of {trend.Config.Over} against {trend.Config.By}",
        [
            .. TableLead.Words("Model", "Data"),
            .. TableLead.Numbers("Values of it", "Slope of logarithms", "Interval from", "Interval to"),
            .. TableLead.Words("Conclusion", "Evidence"),
        ],
        [
            .. trend.Slopes.Select(slope => (IReadOnlyList<Entry>)
            [
                Entry.Of(report.Names.Title(slope.Curves[0].Subject.Model)),
                Entry.Of(Figures.List(slope.Curves.Select(curve => report.Names.Title(curve.Subject.Data)).Distinct())),
                Entry.Count(slope.Curves.Select(curve => curve.By).Distinct().Count()),
                Entry.Fixed(slope.Slope),
                Entry.Fixed(slope.Interval?.Low),
                Entry.Fixed(slope.Interval?.High),
                Entry.Of(Word(slope)),
                Entry.Of(report.Names.Evidence(slope.Curves.SelectMany(curve => curve.Best.Result.Done))),
            ]),
        ])
    {
        Notes =
        [
            "A slope of 1 is proportion, one of 0 no dependence. A conclusion needs three values, each with a best value that is told "
                + "from others, and an interval (95 %, over draws of seeds) that does not contain both. The cells named are those of the "
                + "best values.",
        ],
    };

    private static ReportTable HandOvers(StudyReport report, Trend trend) => new(
        "hand-over", "Hand-over of the teacher",
        [
            .. TableLead.Columns(report), new("Recipe"),
            .. TableLead.Numbers(
                "Hand-over at iteration", "Evaluated at iteration", "Seeds", Score(report), "Deviation",
                "Seeds evaluated behind it", $"Dip ({report.Scale.Points})", "Deviation of the dip"),
            new("Evidence"),
        ],
        [
            .. trend.HandOvers.Select(one => (IReadOnlyList<Entry>)
            [
                .. TableLead.Of(report, one.Result.Subject),
                Entry.Of(report.Names.Title(one.Result.Recipe)),
                Entry.Count(one.Step),
                Entry.Count(one.EvaluatedAt),
                Entry.Count(one.Scores.Count),
                Entry.Fixed(one.Scores.Count == 0 ? null : one.Scores.Average()),
                Entry.Fixed(Deviation(one.Scores)),
                Entry.Count(one.Dips.Count),
                Entry.Signed(one.Dips.Count == 0 ? null : one.Dips.Average()),
                Entry.Fixed(Deviation(one.Dips)),
                Entry.Of(report.Names.Evidence(one.Result.Done)),
            ]),
        ])
    {
        Notes =
        [
            "The score is that of the latest evaluation at or before the hand-over, mean and standard deviation over seeds. The dip is "
                + "that score less the worst one in the next tenth of all iterations; below 0 there was none. Evaluations that are far "
                + "apart miss it.",
        ],
    };

    // Not by the metric's name: what a recipe has at a hand-over is not its result.
    private static string Score(StudyReport report) => report.Scale.IsShare ? "Score there (%)" : "Score there";

    private static IEnumerable<ResultCell> Cells(TrendCurve curve) => curve.Points.SelectMany(point => point.Result.Done);

    private static string Word(TrendSlope slope) => slope.Reading switch
    {
        TrendReading.Proportional => "proportional",
        TrendReading.Constant => "no dependence seen",
        TrendReading.Neither => "neither constant nor proportional",
        _ => $"no conclusion: {slope.Obstacle}",
    };

    private static double? Deviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
        {
            return null;
        }

        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
