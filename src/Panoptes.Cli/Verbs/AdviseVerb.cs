using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Advice;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>advise</c>: what the advisor says of configurations and runs.</summary>
internal static class AdviseVerb
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var subjects = new Argument<string[]>("SUBJECT")
        {
            Description = "Configurations (YAML files) and folders of runs, which are also compared with each other; then settings that "
                + "win over the files.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var rules = new Option<bool>("--rules") { Description = "List the rules instead." };
        var json = new Option<bool>("--json") { Description = "Print as JSON." };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 where there is advice that is not silenced." };
        var verb = new Verb(
            "advise",
            "Looks at configurations before training, or at runs, for departures from published recipes and for well-known traps: each "
                + "with what triggered it and what to change.",
            "./panoptes advise configs/camvid/deeplabv3plus-mobilenetv2.yaml",
            "./panoptes advise configs/cityscapes/pspnet-r50-d8.yaml variant=20kx16 train.optimizer.learning_rate=0.08",
            "./panoptes advise runs/A runs/B --json",
            "./panoptes advise --rules") { subjects, rules, json, strict };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(rules))
            {
                TextTable.Write(output, ["id", "when", "about"], [.. Advisor.Known.Select(
                    rule => (IReadOnlyList<string>)[rule.Id, KeyPath.Snake(rule.Stage.ToString()), rule.Title])]);
                return ExitCode.Done;
            }

            var all = Read(parsed.GetValue(subjects) ?? []);
            var advice = all.Select(
                (subject, index) => (subject.Name, Items: Advisor.On(subject.With([.. all.Skip(index + 1)], all)))).ToList();
            if (parsed.GetValue(json))
            {
                output.WriteLine(new JsonArray([.. advice.Select(entry => ToJson(entry.Name, entry.Items))]).ToJsonString(Indented));
            }
            else
            {
                Print(advice, output);
            }

            return parsed.GetValue(strict) && advice.Any(entry => entry.Items.Any(item => !item.IsSilenced))
                ? ExitCode.BadInput
                : ExitCode.Done;
        });
        return verb;
    }

    private static List<AdviceSubject> Read(IReadOnlyList<string> words)
    {
        var settings = words.Where(word => word.Contains('=') && !Path.Exists(word)).ToList();
        var paths = words.Except(settings).ToList();
        return paths.Count == 0
            ? throw new InputException(
                "advise", "no configuration and no run", "at least one YAML file or run folder", "name one, or list the rules with --rules")
            : [.. paths.Select(path => new AdviceSubject(
                path.TrimEnd('/'),
                ConfigReader.Resolve<RunConfig>(ConfigSource.File(path), settings, keepUnset: true).Value,
                ConfigSource.IsRun(path) ? RunHistory.Read(RunFolder.Existing(path).EventLog) : null))];
    }

    private static void Print(IReadOnlyList<(string Name, IReadOnlyList<AdviceItem> Items)> advice, TextWriter output)
    {
        foreach (var (name, items) in advice)
        {
            output.WriteLine(items.Count == 0 ? $"{name}: nothing to say" : $"{name}:");
            foreach (var item in items.Where(item => !item.IsSilenced))
            {
                output.WriteLine($"  {item.Id,-4} {item.Title}");
                output.WriteLine($"       found:  {item.Trigger}");
                output.WriteLine($"       change: {item.Change}");
            }

            foreach (var item in items.Where(item => item.IsSilenced))
            {
                output.WriteLine($"  {item.Id,-4} {item.Title} (silenced in the configuration): {item.Trigger}");
            }
        }
    }

    private static JsonObject ToJson(string name, IReadOnlyList<AdviceItem> items) => new()
    {
        ["subject"] = name,
        ["advice"] = new JsonArray([.. items.Select(item => new JsonObject
        {
            ["id"] = item.Id,
            ["title"] = item.Title,
            ["stage"] = KeyPath.Snake(item.Stage.ToString()),
            ["trigger"] = item.Trigger,
            ["change"] = item.Change,
            ["silenced"] = item.IsSilenced,
        })]),
    };
}
