using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.TeacherReports;
using Panoptes.Reports.Teachers;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>teacher-report</c>: how good the labels of a run's teacher are.</summary>
internal static class TeacherReportVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var run = Arguments.Run();
        var split = new Option<string>("--split")
        {
            Description = "The labeled split: train, val or test as the run calls them, or another one's name.",
            DefaultValueFactory = _ => "val",
            HelpName = "NAME",
        };
        var overrides = Arguments.Overrides();
        var json = OutputOptions.Json();
        var html = OutputOptions.Page("Also write a page with scores against hits, other thresholds, classes and sizes.");
        var force = OutputOptions.Force();
        var verb = new Verb(
            "teacher-report",
            "Says how good the labels are that a run's teacher makes, of objects, segments or pixels: labels a split of which the truth is "
                + "known with every checkpoint, and holds precision, recall, thresholds, scores and change over the steps against it. Runs "
                + "without a teacher: their own network's.",
            "./panoptes teacher-report runs/RUN",
            "./panoptes teacher-report runs/RUN --split test --html teacher.html --json teacher.json",
            "./panoptes teacher-report runs/RUN train.teacher.labels.score=0.5")
            {
                run, overrides, split, json, html, force,
            };
        verb.SetAction(parsed =>
        {
            var plan = OutputOptions.Plan(parsed, force);
            var data = parsed.GetValue(json) is { } file ? plan.File(file, json.Name) : null;
            var page = parsed.GetValue(html) is { } path ? plan.File(path, html.Name) : null;
            var report = TeacherReportSession.Run(
                parsed.GetRequiredValue(run), parsed.GetRequiredValue(split), parsed.GetValue(overrides) ?? [], AnsiConsole.Console);
            Print(report, parsed.InvocationConfiguration.Output);
            if (data is not null || page is not null)
            {
                using var writing = plan.Begin();
                if (data is not null)
                {
                    report.Write(data);
                }

                if (page is not null)
                {
                    TeacherReportPage.Write(report, page);
                }
            }
        });
        return verb;
    }

    private static void Print(TeacherReport report, TextWriter output)
    {
        var last = report.Checkpoints[^1];
        if (last.Quality is not null)
        {
            TextTable.Write(output, TeacherTables.CheckpointHead(report), [.. TeacherTables.Checkpoints(report)]);
            output.WriteLine();
        }

        if (last.Pixels is not null)
        {
            TextTable.Write(output, PixelTables.CheckpointHead(report), [.. PixelTables.Checkpoints(report)]);
            output.WriteLine();
        }

        output.WriteLine($"step {last.Step}:");
        QualityText.Write(output, last.Quality, last.Pixels);
        foreach (var line in TeacherTables.Links(report).Concat(report.Notes.Select(note => $"note: {note}"))
            .Concat(report.Warnings.Select(warning => $"warning: {warning}")))
        {
            output.WriteLine(line);
        }
    }
}
