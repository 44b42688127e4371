using System.CommandLine;
using System.Text.Json.Nodes;
using Panoptes.Metrics;

namespace Panoptes.Cli;

/// <summary><c>score</c>: the published evaluators' numbers of predictions in the usual formats.</summary>
internal static class ScoreVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb("score", "Scores predictions in the usual formats: the published evaluators' numbers, with intervals and pictures.");
        foreach (var kind in ScoreKind.All())
        {
            verb.Add(Kind(kind));
        }

        var compare = new Verb("compare", "Compares two prediction sets on the same images: differences, intervals over the same draws of images, wins by class.");
        foreach (var kind in ScoreKind.All())
        {
            compare.Add(Compare(kind));
        }

        verb.Add(compare);
        return verb;
    }

    private static Verb Kind(ScoreKind kind)
    {
        var prediction = new Option<string>("--pred") { Description = "The predictions: a JSON file or a folder.", Required = true, HelpName = "PATH" };
        var folder = PredictionFolder(kind, "--pred-dir");
        var shared = new ScoreArguments();
        var verb = new Verb(kind.Name, kind.Description, kind.Examples) { prediction };
        foreach (var option in kind.Options.Concat(folder is null ? [] : [folder]).Concat(shared.All))
        {
            verb.Add(option);
        }

        verb.SetAction(parsed =>
        {
            var report = kind.Score(parsed, parsed.GetRequiredValue(prediction), folder is null ? null : parsed.GetValue(folder), shared.Threads(parsed));
            shared.Finish(report, parsed);
        });
        return verb;
    }

    private static Verb Compare(ScoreKind kind)
    {
        var first = new Argument<string>("A") { Description = "One set of predictions." };
        var second = new Argument<string>("B") { Description = "The other." };
        var (firstFolder, secondFolder) = (PredictionFolder(kind, "--a-dir"), PredictionFolder(kind, "--b-dir"));
        var shared = new ScoreArguments();
        var verb = new Verb(kind.Name, $"Compares two sets. {kind.Description}", $"./panoptes score compare {kind.Name} A B {(kind.Name == "panoptic" ? "--gt gt.json --gt-dir gt" : "--gt gt")} --ci 95") { first, second };
        foreach (var option in kind.Options.Concat(firstFolder is null ? [] : [firstFolder, secondFolder!]).Concat(shared.All))
        {
            verb.Add(option);
        }

        verb.SetAction(parsed =>
        {
            var a = kind.Score(parsed, parsed.GetRequiredValue(first), firstFolder is null ? null : parsed.GetValue(firstFolder), shared.Threads(parsed));
            var b = kind.Score(parsed, parsed.GetRequiredValue(second), secondFolder is null ? null : parsed.GetValue(secondFolder), shared.Threads(parsed));
            var (draws, seed) = shared.Drawing(parsed);
            Print(a, b, ScoreComparison.Of(a, b, shared.Percent(parsed) ?? 95, draws, seed), shared, parsed);
        });
        return verb;
    }

    private static Option<string?>? PredictionFolder(ScoreKind kind, string name) => kind.Name == "panoptic"
        ? new Option<string?>(name) { Description = "The predictions' PNGs; the folder named like the JSON where left out.", HelpName = "DIR" }
        : null;

    private static void Print(ScoreReport a, ScoreReport b, ScoreComparison comparison, ScoreArguments shared, ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine($"{a.Title} ({a.Protocol}, {a.Resampling.Images.Count} images)");
        output.WriteLine($"A: {parsed.CommandResult.GetValue<string>("A")}");
        output.WriteLine($"B: {parsed.CommandResult.GetValue<string>("B")}");
        foreach (var line in comparison.Tables.SelectMany(table => ScoreText.Lines(table).Prepend("")))
        {
            output.WriteLine(line);
        }

        output.WriteLine($"classes won by A: {comparison.ClassesWonByA}, by B: {comparison.ClassesWonByB}, tied: {comparison.ClassesTied}");
        if (shared.Json(parsed) is { } path)
        {
            ScoreJson.Write(new JsonObject { ["a"] = ScoreJson.ToJson(a), ["b"] = ScoreJson.ToJson(b), ["comparison"] = comparison.ToJson() }, path);
            output.WriteLine($"numbers: {path}");
        }
    }
}
