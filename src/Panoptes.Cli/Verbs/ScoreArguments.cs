using System.CommandLine;
using Panoptes.Foundation;
using Panoptes.Metrics;

namespace Panoptes.Cli;

/// <summary>What every kind of scoring takes: where the results go, intervals, threads.</summary>
internal sealed class ScoreArguments
{
    private readonly Option<string?> json = new("--out") { Description = "Write everything as JSON, in full precision, with protocol and input hashes.", HelpName = "FILE" };
    private readonly Option<string?> html = new("--html") { Description = "Write a page to look at.", HelpName = "FILE" };
    private readonly Option<double?> percent = new("--ci") { Description = "Bootstrap intervals over images, such as 95.", HelpName = "PERCENT" };
    private readonly Option<int> draws = new("--ci-draws") { Description = "How many draws of images.", DefaultValueFactory = _ => Bootstrap.DefaultDraws, HelpName = "N" };
    private readonly Option<long> seed = new("--seed") { Description = "Seed of the draws.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> threads = new("--threads") { Description = "Worker threads; 0 for all cores.", HelpName = "N" };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [json, html, percent, draws, seed, threads];

    /// <summary>Worker threads.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(threads) is var n and > 0 ? n : Environment.ProcessorCount;

    /// <summary>How sure intervals are; null where none are wanted.</summary>
    public double? Percent(ParseResult parsed) => parsed.GetValue(percent) switch
    {
        null => null,
        > 0 and < 100 => parsed.GetValue(percent),
        var wrong => throw new InputException("--ci", $"{wrong}", "a percentage above 0 and below 100", "give 95, say"),
    };

    /// <summary>Seed and count of the draws.</summary>
    public (int Draws, long Seed) Drawing(ParseResult parsed) => parsed.GetValue(draws) is var n and > 0
        ? (n, parsed.GetValue(seed))
        : throw new InputException("--ci-draws", $"{parsed.GetValue(draws)}", "at least 1", "give 1000, say");

    /// <summary>Where the JSON goes.</summary>
    public string? Json(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>Where the page goes.</summary>
    public string? Page(ParseResult parsed) => parsed.GetValue(html);

    /// <summary>Announces on standard error which known traps of the published evaluator were hit.</summary>
    public static void PrintNotes(ScoreReport report, ParseResult parsed)
    {
        foreach (var note in report.Notes)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"note: {note.Line(report.Rules)}");
        }
    }

    /// <summary>Prints a report and writes what was asked for.</summary>
    public void Finish(ScoreReport report, ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (Percent(parsed) is { } sure)
        {
            var (count, from) = Drawing(parsed);
            var intervals = Bootstrap.Intervals(report.Resampling, sure, count, from);
            report = report with { Headlines = [.. report.Headlines.Select((headline, i) => headline with { Interval = intervals[i] })] };
        }

        PrintNotes(report, parsed);
        foreach (var line in ScoreText.Lines(report))
        {
            output.WriteLine(line);
        }

        if (Json(parsed) is { } path)
        {
            ScoreJson.Write(report, path);
            output.WriteLine($"numbers: {path}");
        }

        if (Page(parsed) is { } page)
        {
            ScorePage.Write(report, page);
            output.WriteLine($"page: {page}");
        }
    }
}
