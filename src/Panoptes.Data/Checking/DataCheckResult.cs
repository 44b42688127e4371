using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Foundation;

namespace Panoptes.Data.Checking;

/// <summary>What a check of a data set found.</summary>
/// <param name="Root">The data set's folder.</param>
/// <param name="Findings">Everything found, by split and file.</param>
/// <param name="Splits">What each split holds.</param>
public sealed record DataCheckResult(string Root, IReadOnlyList<DataFinding> Findings, IReadOnlyList<SplitSummary> Splits)
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How many findings are errors.</summary>
    public int Errors => Findings.Count(f => f.Severity == FindingSeverity.Error);

    /// <summary>How many findings are warnings.</summary>
    public int Warnings => Findings.Count - Errors;

    /// <summary>What the process should end with: 0 where training can go ahead, 1 where there is an error.</summary>
    public int ExitCode => Errors > 0 ? 1 : 0;

    /// <summary>The last lines of the check: a line a split, counts by kind, and the totals.</summary>
    public IReadOnlyList<string> SummaryLines()
    {
        var lines = new List<string>();
        foreach (var s in Splits)
        {
            var seen = s.Images.Count(i => i > 0);
            var sizes = s.ImageSizes.OrderByDescending(p => p.Value).Select(p => $"{p.Value} of {p.Key}").ToArray();
            lines.Add(
                $"{s.Split} ({s.Format}): {s.Samples} samples; {string.Join(", ", sizes.Take(3))}{(sizes.Length > 3 ? ", ..." : "")}; "
                    + $"{seen} of {s.Classes.Count} classes occur; void {s.VoidShare:P1}");
        }

        lines.AddRange(Findings.GroupBy(f => (f.Severity, f.Kind)).OrderByDescending(g => g.Key.Severity)
            .Select(g => $"{g.Count(),6} {(g.Key.Severity == FindingSeverity.Error ? "error" : "warning")}: {g.Key.Kind}"));
        lines.Add($"{Errors} errors, {Warnings} warnings");
        return lines;
    }

    /// <summary>Writes everything as JSON.</summary>
    public void WriteJson(string file) => AtomicFile.WriteText(file, ToJson().ToJsonString(Indented) + "\n");

    /// <summary>Everything as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["root"] = Root,
        ["errors"] = Errors,
        ["warnings"] = Warnings,
        ["findings"] = new JsonArray([.. Findings.Select(f => (JsonNode)new JsonObject
        {
            ["severity"] = f.Severity == FindingSeverity.Error ? "error" : "warning",
            ["kind"] = f.Kind,
            ["split"] = f.Split,
            ["source"] = f.Source,
            ["message"] = f.Message,
        })]),
        ["splits"] = new JsonArray([.. Splits.Select(s => (JsonNode)new JsonObject
        {
            ["split"] = s.Split,
            ["format"] = s.Format,
            ["samples"] = s.Samples,
            ["image_sizes"] = new JsonObject(s.ImageSizes.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
            ["void_share"] = s.VoidShare,
            ["classes"] = new JsonArray([.. s.Classes.Select((name, i) => (JsonNode)new JsonObject
            {
                ["train_id"] = i,
                ["name"] = name,
                ["pixels"] = s.Pixels[i],
                ["images"] = s.Images[i],
            })]),
            ["notes"] = new JsonArray([.. s.Notes.Select(n => (JsonNode)n)]),
        })]),
    };
}
