using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Foundation;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Scoring;

/// <summary>Writes reports as JSON in full precision: protocol, input hashes, every number; what is undefined is null.</summary>
public static class ScoreJson
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file.</summary>
    public static void Write(ScoreReport report, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        Write(ToJson(report), path);
    }

    /// <summary>Writes any tree the same way.</summary>
    public static void Write(JsonNode node, string path)
    {
        ArgumentNullException.ThrowIfNull(node);
        AtomicFile.WriteText(path, node.ToJsonString(Indented) + "\n");
    }

    /// <summary>Tables by the names of their files, a record a row with the columns' names.</summary>
    public static JsonObject ToJson(IEnumerable<ScoreTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return new JsonObject(tables.Select(table => KeyValuePair.Create(table.File, (JsonNode?)new JsonArray([.. table.Rows.Select(
            row => (JsonNode)new JsonObject(table.Columns.Zip(row, (column, cell) => KeyValuePair.Create(column, Cell(cell)))))]))));
    }

    /// <summary>The report as a tree.</summary>
    public static JsonObject ToJson(ScoreReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new JsonObject
        {
            ["protocol"] = report.Protocol,
            ["title"] = report.Title,
            ["images"] = report.Resampling.Images.Count,
            ["inputs"] = new JsonArray([.. report.Inputs.Select(
                input => (JsonNode)new JsonObject { ["role"] = input.Role, ["path"] = input.Path, ["sha256"] = input.Sha256 })]),
            ["scores"] = new JsonObject(report.Headlines.Select(h => KeyValuePair.Create(h.Name, Number(h.Value)))),
            ["intervals"] = new JsonObject(
                report.Headlines.Concat(report.Grids.SelectMany(grid => grid.Rows).SelectMany(row => row.Numbers))
                    .Where(h => h.Interval is not null).DistinctBy(h => h.Name)
                    .Select(h => KeyValuePair.Create(h.Name, (JsonNode?)new JsonObject
                    {
                        ["low"] = Number(h.Interval!.Low),
                        ["high"] = Number(h.Interval.High),
                        ["percent"] = h.Interval.Percent,
                    }))),
            ["rules"] = report.Rules.ToString().ToLowerInvariant(),
            ["notes"] = new JsonArray([.. report.Notes.Select(note => (JsonNode)ToJson(note))]),
            ["remarks"] = new JsonArray([.. report.AllRemarks.Select(remark => (JsonNode)remark)]),
            ["details"] = report.Details.DeepClone(),
        };
    }

    /// <summary>A note as a tree.</summary>
    public static JsonObject ToJson(ScoreNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return new JsonObject
        {
            ["quirk"] = note.Quirk,
            ["count"] = note.Count,
            ["what"] = note.What,
            ["first"] = note.First,
            ["effect"] = note.Effect,
            ["numbers"] = new JsonObject(note.Numbers.Select(n => KeyValuePair.Create(n.Name, (JsonNode?)new JsonObject
            {
                ["published"] = Number(n.Published),
                ["corrected"] = Number(n.Corrected),
            }))),
        };
    }

    private static JsonNode? Cell(object value) => value switch
    {
        double number => Number(number),
        int whole => JsonValue.Create(whole),
        long whole => JsonValue.Create(whole),
        _ => JsonValue.Create(value.ToString() ?? ""),
    };

    /// <summary>A number, or null where it is undefined.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>A list of numbers.</summary>
    public static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(Number)]);

    /// <summary>A list of whole numbers.</summary>
    public static JsonArray Numbers(IEnumerable<long> values) => new([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
}
