using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting;

/// <summary>What was found in a report, for people and for programs.</summary>
public static class LintText
{
    private const int MostLines = 12;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>For people: each finding with its lines, what is wrong, what would be right and why; a line of counts last.</summary>
    public static string Plain(LintReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        foreach (var finding in report.Findings)
        {
            var severity = finding.Severity == LintSeverity.Error ? "error" : "warning";
            Write(text, $"{report.Source}:{finding.Line}: {severity} {finding.Rule.Id} {finding.Rule.Name}: {finding.Wrong}");
            foreach (var quote in finding.Quotes.Take(MostLines))
            {
                Write(text, $"    {quote.Line,5} | {quote.Text}");
            }

            if (finding.Quotes.Count > MostLines)
            {
                Write(text, $"          and on lines {string.Join(", ", finding.Quotes.Skip(MostLines).Select(quote => quote.Line))}");
            }

            Write(text, $"    right: {finding.Right}");
            foreach (var evidence in finding.Evidence)
            {
                Write(text, $"    from:  {evidence.Text} ({evidence.Source})");
            }

            text.Append('\n');
        }

        var silenced = report.Silenced.Count == 0 ? ""
            : $"; silenced: {string.Join(", ", report.Silenced.GroupBy(finding => finding.Rule.Id)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} ({group.Count()})"))}";
        Write(text, $"{report.Source}: {Count(report.Errors, "error")}, {Count(report.Warnings, "warning")}{silenced}");
        return text.ToString();
    }

    /// <summary>
    /// For programs: an object with <c>source</c>, <c>errors</c>, <c>warnings</c>, <c>findings</c> and <c>silenced</c>.
    /// </summary>
    public static string Json(LintReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.Serialize(
            new
            {
                report.Source,
                report.Errors,
                report.Warnings,
                Findings = report.Findings.Select(Row),
                Silenced = report.Silenced
                .Select(Row)
            },
            Options) + "\n";
    }

    private static object Row(LintFinding finding) => new
    {
        Rule = finding.Rule.Id,
        finding.Rule.Name,
        finding.Severity,
        finding.Line,
        Lines = finding.Quotes,
        finding.Wrong,
        finding.Right,
        finding.Evidence,
    };

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static void Write(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
