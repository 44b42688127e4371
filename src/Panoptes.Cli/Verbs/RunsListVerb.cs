using System.CommandLine;
using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.RunLists;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>runs list</c>: every run with its state and score.</summary>
internal static class RunsListVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var words = new Argument<string[]>("WORD")
        {
            Description = "List only runs whose names contain all of these.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var folder = RunText.Folder();
        var format = RunText.Format();
        var verb = new Verb(
            "list",
            "Lists the runs of a folder, a line each as it is read: state, steps done, model, and the number it is judged by.",
            "./panoptes runs list",
            "./panoptes runs list segformer --format csv") { words, folder, format };
        verb.SetAction(parsed =>
        {
            var (path, kind, output) = (
                parsed.GetRequiredValue(folder), parsed.GetValue(format), parsed.InvocationConfiguration.Output);
            if (!Directory.Exists(path))
            {
                throw new InputException(path, "no such folder", "a folder of runs", "train one, or name another with --folder");
            }

            var names = RunEntry.Names(path, parsed.GetValue(words) ?? []);
            var width = names.Select(name => name.Length).DefaultIfEmpty(0).Max();
            Begin(kind, width, output);
            var first = true;
            foreach (var name in names)
            {
                if (Read(Path.Combine(path, name)) is { } run)
                {
                    output.WriteLine(kind switch
                    {
                        ListFormat.Csv => string.Join(',', RunText.Cells(run).Select(CsvField.Of)),
                        ListFormat.Json => $"{(first ? "" : ",")}{ToJson(run).ToJsonString()}",
                        _ => RunText.Line(run, width),
                    });
                    first = false;
                }
            }

            if (kind == ListFormat.Json)
            {
                output.WriteLine("]");
            }
        });
        return verb;
    }

    private static void Begin(ListFormat kind, int width, TextWriter output) => output.WriteLine(kind switch
    {
        ListFormat.Csv => string.Join(',', RunText.Head),
        ListFormat.Json => "[",
        _ => RunText.HeadLine(width),
    });

    // One that is removed or written meanwhile does not end the list.
    private static RunEntry? Read(string path)
    {
        try
        {
            return RunEntry.Read(path);
        }
        catch (Exception gone) when (gone is InputException or IOException)
        {
            return null;
        }
    }

    private static JsonObject ToJson(RunEntry run) => new()
    {
        ["run"] = run.Folder.Name,
        ["state"] = run.State.Name,
        ["step"] = run.State.Step,
        ["model"] = run.Model,
        ["data_set"] = run.DataSet,
        ["task"] = run.Task,
        ["score"] = run.Score is { } score ? $"{score.Evaluation}/{score.Name}" : null,
        ["value"] = run.Score?.Value,
        ["changed"] = run.Changed.ToString("O"),
    };
}
