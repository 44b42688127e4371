using System.Globalization;
using System.Text.Json;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.RunLists;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>runs show</c>: one run with its settings and scores.</summary>
internal static class RunsShowVerb
{
    private const double MiB = 1 << 20;

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var run = Arguments.Run();
        var format = RunText.Format();
        var verb = new Verb(
            "show",
            "Shows a run: its state, the settings that are not the defaults, its scores, and its checkpoints. JSON and CSV have all "
                + "settings.",
            "./panoptes runs show runs/RUN",
            "./panoptes runs show runs/RUN --format json") { run, format };
        verb.SetAction(parsed =>
        {
            var (record, output) = (RunRecord.Read(parsed.GetRequiredValue(run)), parsed.InvocationConfiguration.Output);
            switch (parsed.GetValue(format))
            {
                case ListFormat.Json:
                    output.WriteLine(record.ToJson().ToJsonString(Indented));
                    break;
                case ListFormat.Csv:
                    output.WriteLine("name,value");
                    foreach (var (name, value) in Values(record))
                    {
                        output.WriteLine($"{CsvField.Of(name)},{CsvField.Of(value)}");
                    }

                    break;
                default:
                    Print(record, output);
                    break;
            }
        });
        return verb;
    }

    private static IEnumerable<(string Name, string Value)> Values(RunRecord record) =>
        RunText.Head.Zip(RunText.Cells(record.Entry))
            .Concat(record.Settings.Select(setting => (setting.Key, setting.Value?.ToJsonString() ?? "")))
            .Concat(record.Scores.Select(score => (score.Name, score.Value?.ToString("R", CultureInfo.InvariantCulture) ?? "")));

    private static void Print(RunRecord record, TextWriter output)
    {
        var run = record.Entry;
        output.WriteLine(run.Folder.Shown);
        output.WriteLine($"  {run.State.Name} at step {run.State.Step}, changed {Show.Moment(run.Changed)}");
        output.WriteLine($"  {run.Model}, {run.Task}, on {run.DataSet}");
        output.WriteLine();
        TextTable.Write(
            output, ["setting", "value"],
            [.. record.Changed.Select(IReadOnlyList<string> (setting) => [setting.Key, setting.Value?.ToJsonString() ?? "null"])]);
        if (record.Evaluations.Count > 0)
        {
            output.WriteLine();
            TextTable.Write(
                output, ["evaluation", "images", "weights", "step", "scores"],
                [.. record.Evaluations.SelectMany(file => file.Kinds.Select(IReadOnlyList<string> (kind) =>
                [
                    file.Title, $"{file.Images}", file.Weights, $"{file.Step}",
                    string.Join("  ", kind.Metrics.Take(3).Select(metric => $"{metric.Title} {Show.Value(metric)}")),
                ]))]);
        }

        if (Directory.Exists(run.Folder.Checkpoints))
        {
            output.WriteLine();
            TextTable.Write(
                output, ["checkpoint", "MiB"],
                [.. new DirectoryInfo(run.Folder.Checkpoints).GetFiles("*.safetensors").OrderBy(file => file.Name, StringComparer.Ordinal)
                    .Select(IReadOnlyList<string> (file) =>
                        [file.Name, (file.Length / MiB).ToString("0.0", CultureInfo.InvariantCulture)])]);
        }
    }
}
