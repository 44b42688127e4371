using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Reports.Studies;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Linting;
using Panoptes.Studies.Sessions;
using Panoptes.Studies.Tables;

namespace Panoptes.Cli.Studies;

/// <summary><c>study report</c>: compares what was trained.</summary>
internal static class StudyReportVerb
{
    private const string Named = "study report";
    private const string Markdown = "report.md";
    private const string Page = "report.html";
    private const string Latex = "report.tex";

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var output = OutputOptions.Optional("The folder for the report; the study's own where left out.", "DIR");
        var ascii = new Option<bool>("--ascii") { Description = "Write nothing but ASCII characters." };
        var strict = new Option<bool>("--strict") { Description = "Fail where the linter finds an error in the report." };
        var force = OutputOptions.Force();
        var verb = new Verb(
            "report",
            "Compares what a study has trained so far: progress, coverage, differences from the reference with the noise that they have to "
                + "exceed, time to reach the same result, what is recommended and on which evidence. Writes Markdown, an HTML page, LaTeX "
                + "and CSV tables, and reads the text with the linter.",
            "./panoptes study report studies/seeds-only",
            "./panoptes study report studies/bench --out comparison --ascii --strict") { study, output, ascii, strict, force };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            return Write(
                open, new OutputPlan(Named, parsed.GetValue(force)),
                parsed.GetValue(output) ?? open.Folder.Report, parsed.GetValue(ascii), parsed.GetValue(strict),
                parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    /// <summary>Writes the report of a study.</summary>
    internal static int Write(StudyContext study, OutputPlan plan, string path, bool ascii, bool strict, TextWriter console)
    {
        var report = StudyReport.Build(StudyReading.Results(study));
        console.WriteLine(StudyReportText.Write(report, ascii));
        var text = StudyReportMarkdown.Write(report, ascii);
        var folder = plan.Folder(path, Named);
        var tables = plan.Folder(Path.Combine(folder.Path, "tables"), Named);
        var (markdown, page, latex) = (folder.File(Markdown, Named), folder.File(Page, Named), folder.File(Latex, Named));
        var files = StudyReportTables.All(report).Select(table => (Table: table, File: tables.File($"{table.File}.csv", Named))).ToList();
        using var writing = plan.Begin();
        AtomicFile.WriteText(markdown, text);
        AtomicFile.WriteText(latex, StudyReportLatex.Write(report));
        StudyPage.Write(report, page);
        foreach (var (table, file) in files)
        {
            AtomicFile.WriteText(file, ReportTableCsv.Write(table));
        }

        console.WriteLine($"report: {folder.Path} ({Markdown}, {Page}, {Latex}, {files.Count} tables)");
        return StudyLintVerb.Tell(ReportLinter.LintFile(markdown), strict, console);
    }
}
