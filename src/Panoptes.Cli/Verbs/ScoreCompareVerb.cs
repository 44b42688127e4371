using System.CommandLine;
using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Scores;

namespace Panoptes.Cli.Verbs;

/// <summary><c>score compare</c>: two prediction sets on the same images.</summary>
internal static class ScoreCompareVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var options = new ScoreOptions();
        var kinds = ScoreKind.All(options);
        var first = new Argument<string>("A") { Description = "One set of predictions, as --pred of the kind takes it." };
        var second = new Argument<string>("B") { Description = "The other." };
        var kindName = new Option<string?>("--kind")
        {
            Description = $"What is scored: {string.Join(", ", kinds.Select(k => k.Name))}; guessed from A where left out.",
            HelpName = "KIND",
        };
        var firstFolder = new Option<string?>("--a-dir")
        {
            Description = "PNGs of a panoptic A; the folder named like the JSON where left out.",
            HelpName = "DIR",
        };
        var secondFolder = new Option<string?>("--b-dir") { Description = "PNGs of a panoptic B.", HelpName = "DIR" };
        var shared = new ScoreArguments();
        var verb = new Verb(
            "compare",
            "Compares two prediction sets on the same images: differences, intervals over the same draws of images, wins by class.",
            "./panoptes score compare a.json b.json --gt gt.json --gt-dir gt --ci 95",
            "./panoptes score compare runs/a/labels runs/b/labels --gt labels --classes classes.json --html comparison.html")
            {
                first,
                second,
                kindName,
                firstFolder,
                secondFolder,
            };
        foreach (var option in kinds.SelectMany(kind => kind.Options).Distinct().Concat(shared.All))
        {
            verb.Add(option);
        }

        verb.SetAction(parsed =>
        {
            var (a, b) = (parsed.GetRequiredValue(first), parsed.GetRequiredValue(second));
            var name = parsed.GetValue(kindName) ?? ScoreKind.Guess(options, parsed, a);
            var kind = kinds.FirstOrDefault(k => k.Name == name)
                ?? throw new InputException("--kind", name, string.Join(", ", kinds.Select(k => k.Name)), "give one of them");
            var plan = shared.Plan(parsed);
            ScoreReport reportA, reportB;
            using (var progress = ErrorProgress.Start())
            {
                var work = new ScoreWork(shared.Threads(parsed), (done, count) => progress.Images("scoring", done, count));
                reportA = kind.Report(parsed, a, parsed.GetValue(firstFolder), work);
                reportB = kind.Report(parsed, b, parsed.GetValue(secondFolder), work);
            }

            ScoreArguments.PrintNotes(reportA, parsed);
            ScoreArguments.PrintNotes(reportB, parsed);
            var (draws, seed) = shared.Drawing(parsed);
            var comparison = ScoreComparison.Of(reportA, reportB, shared.Percent(parsed) ?? 95, draws, seed);
            Print(reportA, a, b, comparison, parsed.InvocationConfiguration.Output);
            shared.Write(
                parsed,
                plan,
                path => ScoreJson.Write(
                    new JsonObject
                    {
                        ["a"] = ScoreJson.ToJson(reportA),
                        ["b"] = ScoreJson.ToJson(reportB),
                        ["comparison"] = comparison.ToJson(),
                    },
                    path),
                page => ComparisonPage.Write(reportA, reportB, comparison, page),
                comparison.Tables.Select(table => (table.File, table)));
        });
        return verb;
    }

    private static void Print(ScoreReport report, string a, string b, ScoreComparison comparison, TextWriter output)
    {
        output.WriteLine($"{report.Title} ({report.Protocol}, {report.Resampling.Images.Count} images)");
        output.WriteLine($"A: {a}");
        output.WriteLine($"B: {b}");
        foreach (var line in comparison.Tables.SelectMany(table => ScoreText.Lines(table).Prepend("")))
        {
            output.WriteLine(line);
        }

        output.WriteLine($"classes won by A: {comparison.ClassesWonByA}, by B: {comparison.ClassesWonByB}, tied: {comparison.ClassesTied}");
    }
}
