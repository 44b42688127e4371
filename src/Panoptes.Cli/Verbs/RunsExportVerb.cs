using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.RunLists;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>runs export</c>: runs with all settings and scores as one file.</summary>
internal static class RunsExportVerb
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var words = new Argument<string[]>("WORD")
        {
            Description = "Only runs whose names contain all of these.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var folder = RunText.Folder();
        var output = OutputOptions.Required("The file: JSON or CSV, as its name ends.", "FILE");
        var force = OutputOptions.Force();
        var verb = new Verb(
            "export",
            "Writes runs with every setting and score as JSON or CSV: a row a run, a column a setting and a score.",
            "./panoptes runs export --out runs.csv",
            "./panoptes runs export segformer --folder runs --out segformer.json") { words, folder, output, force };
        verb.SetAction(parsed =>
        {
            var (path, shown) = (parsed.GetRequiredValue(folder), parsed.GetRequiredValue(output));
            var isCsv = Path.GetExtension(shown).ToLowerInvariant() switch
            {
                ".csv" => true,
                ".json" => false,
                _ => throw new InputException(output.Name, shown, "a name that ends in .json or .csv", "choose one"),
            };
            var names = RunEntry.Names(path, parsed.GetValue(words) ?? []);
            if (names.Count == 0)
            {
                throw new InputException(path, "no run", "a folder that holds some", "name it with --folder, or other words");
            }

            var plan = OutputOptions.Plan(parsed, force);
            var target = plan.File(shown);
            var records = names.Select(name => RunRecord.Read(Path.Combine(path, name))).ToList();
            using var writing = plan.Begin();
            AtomicFile.WriteText(target, isCsv
                ? Csv(records)
                : new JsonArray([.. records.Select(record => record.ToJson())]).ToJsonString(Indented) + "\n");
            parsed.InvocationConfiguration.Output.WriteLine($"{shown}: {records.Count} runs");
        });
        return verb;
    }

    private static string Csv(IReadOnlyList<RunRecord> records)
    {
        var settings = records.SelectMany(record => record.Settings.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var scores = records.SelectMany(record => record.Scores).Select(score => score.Name).Distinct().Order(StringComparer.Ordinal)
            .ToList();
        var text = new StringBuilder();
        void Row(IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(CsvField.Of)).Append('\n');
        Row(RunText.Head.Concat(settings).Concat(scores));
        foreach (var record in records)
        {
            var found = record.Scores.ToDictionary(score => score.Name, score => score.Value, StringComparer.Ordinal);
            Row(RunText.Cells(record.Entry)
                .Concat(settings.Select(name => Text(record.Settings.GetValueOrDefault(name))))
                .Concat(scores.Select(name => found.GetValueOrDefault(name)?.ToString("R", CultureInfo.InvariantCulture) ?? "")));
        }

        return text.ToString();
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String => scalar.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
