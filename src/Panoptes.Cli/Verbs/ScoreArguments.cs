using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Photographs;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Scores;

namespace Panoptes.Cli.Verbs;

/// <summary>What every kind of scoring takes: where the results go, intervals, threads.</summary>
internal sealed class ScoreArguments
{
    private readonly Option<string?> json = OutputOptions.Optional(
        "Write everything as JSON, in full precision, with protocol and input hashes.");
    private readonly Option<string?> html = OutputOptions.Page("Write a page to look at.");
    private readonly Option<string?> csv = OutputOptions.Tables();
    private readonly Option<bool> force = OutputOptions.Force();
    private readonly Option<double?> percent =
        new("--ci") { Description = "Bootstrap intervals over images, such as 95.", HelpName = "PERCENT" };
    private readonly Option<int> draws =
        new("--ci-draws") { Description = "How many draws of images.", DefaultValueFactory = _ => Bootstrap.DefaultDraws, HelpName = "N" };
    private readonly Option<long> seed = new("--seed") { Description = "Seed of the draws.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> threads = Arguments.Threads();

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [json, html, csv, force, percent, draws, seed, threads];

    /// <summary>Worker threads.</summary>
    public int Threads(ParseResult parsed) => Arguments.ThreadsOf(parsed, threads);

    /// <summary>How sure intervals are; null where none are wanted.</summary>
    public double? Percent(ParseResult parsed) => parsed.GetValue(percent) switch
    {
        null => null,
        > 0 and < 1 and var share =>
            throw new InputException("--ci", $"{share}", "a percentage above 0 and below 100", $"did you mean {100 * share:0.##}?"),
        > 0 and < 100 => parsed.GetValue(percent),
        var wrong => throw new InputException("--ci", $"{wrong}", "a percentage above 0 and below 100", "give 95, say"),
    };

    /// <summary>Seed and count of the draws.</summary>
    public (int Draws, long Seed) Drawing(ParseResult parsed) => parsed.GetValue(draws) is var n and > 0
        ? (n, parsed.GetValue(seed))
        : throw new InputException("--ci-draws", $"{parsed.GetValue(draws)}", "at least 1", "give 1000, say");

    /// <summary>Plans the outputs and checks the options; refused before anything is scored.</summary>
    public OutputPlan Plan(ParseResult parsed)
    {
        _ = (Percent(parsed), Drawing(parsed));
        var plan = OutputOptions.Plan(parsed, force);
        foreach (var option in new[] { json, html })
        {
            if (parsed.GetValue(option) is { } file)
            {
                plan.File(file, option.Name);
            }
        }

        if (parsed.GetValue(csv) is { } folder)
        {
            // Which files there are is known when the score is; a folder that cannot be is refused before.
            _ = OutputOptions.Plan(parsed, force).Folder(folder, csv.Name);
        }

        return plan;
    }

    /// <summary>Writes what was asked for.</summary>
    public void Write(
        ParseResult parsed, OutputPlan plan, Action<string> writeJson, Action<string> writePage,
        IEnumerable<(string Name, ScoreTable Table)> tables)
    {
        var output = parsed.InvocationConfiguration.Output;
        var folder = parsed.GetValue(csv);
        var planned = folder is null ? null : plan.Folder(folder, csv.Name);
        List<(ScoreTable Table, string Path)> files =
            planned is null ? [] : [.. tables.Select(file => (file.Table, planned.File($"{file.Name}.csv", csv.Name)))];
        using var writing = plan.Begin();
        if (parsed.GetValue(json) is { } path)
        {
            writeJson(path);
            output.WriteLine($"numbers: {path}");
        }

        if (parsed.GetValue(html) is { } page)
        {
            writePage(page);
            output.WriteLine($"page: {page}");
        }

        foreach (var (table, file) in files)
        {
            ScoreCsv.Write(table, file);
        }

        if (folder is not null)
        {
            output.WriteLine($"tables: {files.Count} CSV files in {folder}");
        }
    }

    /// <summary>Announces on standard error which known traps of the published evaluator were hit.</summary>
    public static void PrintNotes(ScoreReport report, ParseResult parsed)
    {
        foreach (var note in report.Notes)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"note: {ScoreText.Line(note, report.Rules)}");
        }
    }

    /// <summary>Whether a page is asked for.</summary>
    public bool HasPage(ParseResult parsed) => parsed.GetValue(html) is not null;

    /// <summary>Prints a report and writes what was asked for.</summary>
    public void Finish(ScoreReport report, IPhotographs? photographs, ParseResult parsed, OutputPlan plan)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (Percent(parsed) is { } sure)
        {
            var (count, from) = Drawing(parsed);
            report = report.WithIntervals(sure, count, from);
        }

        PrintNotes(report, parsed);
        foreach (var line in ScoreText.Lines(report))
        {
            output.WriteLine(line);
        }

        Write(
            parsed, plan, path => ScoreJson.Write(report, path), page => ScorePage.Write(report, page, photographs),
            ScoreCsv.Files(report));
    }
}
