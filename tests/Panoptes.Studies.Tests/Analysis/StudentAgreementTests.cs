using Panoptes.Experiments.Events;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Linting;
using Panoptes.Studies.Results;
using Panoptes.Studies.Tables;

namespace Panoptes.Studies.Tests.Analysis;

public sealed class StudentAgreementTests
{
    [Fact]
    public void Agreement_is_that_of_the_last_third_of_each_training_averaged_over_seeds()
    {
        var one = Assert.Single(Of(
            Cell("base", 0, (.1, .5), (.4, .5), (.8, .5), (.6, .5), (.5, 1), (.5, .8)), Cell("base", 1, (.9, 1), (.2, 1), (.2, 1))));
        Assert.Equal((.5 + .2) / 2, one.Found!.Value, 12);
        Assert.Equal((.9 + 1) / 2, one.SameClass!.Value, 12);
        Assert.Equal((((.5 + .4) / 2) + .2) / 2, one.Agreement, 12);
        Assert.Equal((.5 + .9) / 2, one.Highest, 12);
        Assert.Null(one.Reference);
    }

    [Fact]
    public void A_student_that_finds_no_label_agrees_with_none_though_no_class_was_compared()
    {
        var one = Assert.Single(Of(Cell("base", 0, (.5, 1), (.5, 1), (0, null))));
        Assert.Equal(0, one.Agreement);
        Assert.True(one.HasFallen);
    }

    [Fact]
    public void Of_label_maps_the_pixels_of_one_class_are_the_agreement() =>
        Assert.Equal(.7, Assert.Single(Of(Cell("base", 0, (null, .7)))).Agreement);

    [Theory]
    [InlineData(.8, .41, false)]
    [InlineData(.8, .39, true)]
    [InlineData(.19, .01, false)]
    public void Less_than_half_of_the_reference_is_told_where_that_is_worth_something(double reference, double variant, bool told)
    {
        var report = StudyReport.Build(With(Cell("base", 0, (reference, 1)), Cell("wide", 0, (variant, 1))));
        Assert.Equal(told, report.Agreements[1].IsBelowReference);
        Assert.Equal(told, report.Suspects.Any(suspect => suspect.Text.Contains("agrees with", StringComparison.Ordinal)));
        var table = StudyReportTables.Shown(report).Single(one => one.File == "agreement");
        Assert.Equal(told, table.Rows[1].Any(entry => entry.Text == "less than half of the reference"));
        Assert.Contains($"{100 * (variant - reference):+0.00;-0.00}", table.Rows[1].Select(entry => entry.Text));
    }

    [Fact]
    public void A_study_without_teachers_has_no_such_table() => Assert.DoesNotContain(
        StudyReportTables.All(StudyReport.Build(RepeatedStudy.Results)), table => table.File == "agreement");

    [Fact]
    public void A_report_with_it_is_clean()
    {
        var text = StudyReportMarkdown.Write(StudyReport.Build(With(Cell("base", 0, (.8, .9)), Cell("wide", 0, (.2, .9)))));
        Assert.Contains("## Agreement of the student with its teacher's labels", text);
        var found = ReportLinter.LintText(text).Findings.Select(finding => $"{finding.Rule.Id} {finding.Quote}: {finding.Wrong}");
        Assert.Equal("", string.Join('\n', found));
    }

    private static IReadOnlyList<StudentAgreement> Of(params ResultCell[] cells) => StudyReport.Build(With(cells)).Agreements;

    private static StudyResults With(params ResultCell[] cells) => RepeatedStudy.Results with { Cells = cells };

    private static ResultCell Cell(string recipe, long seed, params (double? Found, double? SameClass)[] points)
    {
        var cell = RepeatedStudy.Done("maskformer", recipe, seed, .5);
        return cell with
        {
            Curve =
            [
                .. points.Select((point, place) => new ResultPoint
                {
                    Step = cell.Steps * (place + 1) / points.Length,
                    Metrics =
                    [
                        new MetricRow { Name = "pq", Title = "PQ", Value = .5, IsShare = true, HigherIsBetter = true },
                        .. Rows("teacher_found", point.Found), .. Rows("teacher_class_agreement", point.SameClass),
                    ],
                }),
            ],
        };
    }

    private static IEnumerable<MetricRow> Rows(string name, double? value) =>
        value is { } number ? [new MetricRow { Name = name, Title = name, Value = number, IsShare = true }] : [];
}
