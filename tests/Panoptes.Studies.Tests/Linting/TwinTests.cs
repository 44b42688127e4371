using Panoptes.Studies.Linting;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Tests.Linting;

/// <summary>Reports in many wordings: what was planted is found on its line, nothing else is, and nothing in the clean twin.</summary>
public sealed class TwinTests
{
    private const string Reports = "linting/reports/";
    private const string CleanReports = "linting/clean/";

    public static TheoryData<string> Names => [.. Below(Reports)];

    public static TheoryData<string> Clean => [.. Below(CleanReports)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_planted_error_is_found_and_nothing_else(string name)
    {
        var twin = Read(name);
        Assert.NotEmpty(twin.Expected);
        var report = ReportLinter.LintText(twin.Wrong);
        var missed = twin.Expected.Where(planted => !report.Findings.Any(finding => finding.Rule.Id == planted.Rule
            && finding.Quotes.Any(quote => quote.Line == planted.Line)))
                .Select(planted => $"missed {planted.Rule} on line {planted.Line}");
        var extra = report.Findings.Where(finding => !twin.Expected.Any(planted => planted.Rule == finding.Rule.Id
            && finding.Quotes.Any(quote => quote.Line == planted.Line))).Select(Shown);
        Assert.Empty(missed.Concat(extra));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_clean_twin_gives_nothing(string name) => Assert.Empty(ReportLinter.LintText(Read(name).Clean).Findings.Select(Shown));

    [Theory]
    [MemberData(nameof(Clean))]
    public void A_clean_report_of_a_study_or_of_people_gives_nothing(string name) =>
        Assert.Empty(ReportLinter.LintText(Text(CleanReports + name)).Findings.Select(Shown));

    [Fact]
    public void There_are_reports_in_many_wordings() => Assert.True(Names.Count >= 12);

    private static string Shown(LintFinding finding) =>
        $"{finding.Rule.Id} on line {finding.Line} ({finding.Quote}): {finding.Wrong} {finding.Right}";

    private static IEnumerable<string> Below(string prefix) => typeof(TwinTests).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(prefix)).Select(name => name[prefix.Length..]).Order();

    private static TwinReport Read(string name) => TwinReport.Parse(Text(Reports + name));

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(TwinTests).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
