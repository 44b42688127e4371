using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Studies.Linting;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Tests.Linting;

public sealed class ReportLinterTests
{
    private const string Report = """
        # Test

        | Parameter | A | B |
        |---|---|---|
        | Iterations | 1,000 | 2,000 |
        | Batch | 4 | 4 |
        | Samples | 4,000 | 9,000 |

        | Model | A | B | Improvement |
        |---|---|---|---|
        | net one | 50.00% | 53.00% | +3.00% |

        Written by ${USER}.
        """;

    [Fact]
    public void Rules_have_stable_ids_in_order() =>
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"L{number:00}"), ReportLinter.Rules.Select(rule => rule.Id));

    [Fact]
    public void Findings_say_where_what_and_what_would_be_right()
    {
        var finding = ReportLinter.LintText(Report).Findings[0];
        Assert.Equal(("L01", 7, LintSeverity.Error), (finding.Rule.Id, finding.Line, finding.Severity));
        Assert.Equal("| Samples | 4,000 | 9,000 |", finding.Quote);
        Assert.Contains("8,000", finding.Right);
    }

    [Fact]
    public void A_silenced_rule_is_listed_and_does_not_count()
    {
        var report = ReportLinter.LintText(Report, new LintOptions { Silenced = ["L15"] });
        Assert.Equal(1, report.Errors);
        Assert.Equal("L15", Assert.Single(report.Silenced).Rule.Id);
        Assert.EndsWith("report: 1 error, 0 warnings; silenced: L15 (1)\n", LintText.Plain(report));
    }

    [Fact]
    public void Style_is_left_alone_unless_asked_for()
    {
        Assert.DoesNotContain(ReportLinter.LintText(Report).Findings, finding => finding.Rule.IsStyle);
        Assert.Contains(ReportLinter.LintText(Report, new LintOptions { Pedantic = true }).Findings, finding => finding.Rule.Id == "L20");
    }

    [Fact]
    public void An_unknown_rule_or_a_wrong_number_is_refused()
    {
        Assert.Contains("'L99'", Assert.Throws<InputException>(() =>
            ReportLinter.LintText("", new LintOptions { Silenced = ["L99"] })).Message);
        Assert.Throws<InputException>(() => ReportLinter.LintText("", new LintOptions { AssumedNoise = -1 }));
        Assert.Throws<InputException>(() => ReportLinter.LintText("", new LintOptions { TargetDistance = 0 }));
    }

    [Fact]
    public void Programs_are_told_the_same()
    {
        var json = JsonDocument.Parse(LintText.Json(ReportLinter.LintText(Report))).RootElement;
        Assert.Equal(2, json.GetProperty("errors").GetInt32());
        var first = json.GetProperty("findings")[0];
        Assert.Equal(("L01", "error", 7), (
            first.GetProperty("rule").GetString(), first.GetProperty("severity").GetString(),
            first.GetProperty("lines")[0].GetProperty("line").GetInt32()));
        Assert.Contains("| Samples | 4,000 | 9,000 |", LintText.Json(ReportLinter.LintText(Report)));
    }
}
