using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Sessions;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Comparisons;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>runs compare</c>: runs side by side.</summary>
internal static class RunsCompareVerb
{
    private const string DefaultPage = "comparison.html";
    private const int DefaultImages = 6;

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = "The runs' folders; the others are held against the first.",
            Arity = new ArgumentArity(2, RunComparison.MostRuns),
        };
        var split = new Option<string>("--split")
        {
            Description = "Which evaluation: val, test, or a name that the runs' evaluation folders have, such as val+flip.",
            DefaultValueFactory = _ => "val",
            HelpName = "NAME",
        };
        var images = new Option<int>("--images")
        {
            Description = "Images shown at most for each pair of runs and direction; predicted again. 0 shows none.",
            DefaultValueFactory = _ => DefaultImages,
            HelpName = "N",
        };
        var html = OutputOptions.Page($"Where the page goes; {DefaultPage} where left out.");
        var csv = OutputOptions.Tables();
        var json = OutputOptions.Json();
        var force = OutputOptions.Force();
        var verb = new Verb(
            "compare",
            "Compares runs on one page: settings that differ, curves, results with paired differences and intervals over the same images, "
                + "confusion over T, and the same images side by side.",
            "./panoptes runs compare runs/crops runs/crops-ibs",
            "./panoptes runs compare runs/a runs/b runs/c --split test --html three.html --csv tables")
            {
                runs,
                split,
                images,
                html,
                csv,
                json,
                force,
            };
        verb.SetAction(parsed =>
        {
            var page = parsed.GetValue(html) ?? DefaultPage;
            var plan = OutputOptions.Plan(parsed, force);
            var target = plan.File(page, html.Name);
            var folder = parsed.GetValue(csv) is { } path ? plan.Folder(path, csv.Name) : null;
            var numbers = parsed.GetValue(json) is { } wanted ? plan.File(wanted, json.Name) : null;
            var comparison = ComparisonSession.Run(
                parsed.GetRequiredValue(runs), parsed.GetRequiredValue(split), parsed.GetValue(images), AnsiConsole.Console);
            var output = parsed.InvocationConfiguration.Output;
            Print(comparison, output);
            var tables = RunComparisonTables.All(comparison);
            var files = folder is null ? [] : tables.Select(table => folder.File($"{table.File}.csv", csv.Name)).ToList();
            using var writing = plan.Begin();
            RunComparisonPage.Write(comparison, target);
            output.WriteLine($"page: {page}");
            foreach (var (table, file) in tables.Zip(files))
            {
                ScoreCsv.Write(table, file);
            }

            if (numbers is not null)
            {
                ScoreJson.Write(ScoreJson.ToJson(tables), numbers);
                output.WriteLine($"numbers: {parsed.GetValue(json)}");
            }

            if (folder is not null)
            {
                output.WriteLine($"tables: {files.Count} CSV files in {folder.Path}");
            }
        });
        return verb;
    }

    private static void Print(RunComparison comparison, TextWriter output)
    {
        foreach (var run in comparison.Runs)
        {
            var measured = run.Evaluation;
            output.WriteLine(
                $"{run.Letter}: {run.Folder.Shown} ({run.Summary.Model}; {measured.Title}, {measured.Images} images, {measured.Weights} "
                    + $"weights of step {measured.Step})");
        }

        foreach (var line in RunComparisonTables.Printed(comparison).SelectMany(table => ScoreText.Lines(table).Prepend("")))
        {
            output.WriteLine(line);
        }

        output.WriteLine();
        foreach (var note in comparison.Notes)
        {
            output.WriteLine($"note: {note}");
        }
    }
}
