using System.Text.Json.Nodes;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Atlas.Files;

/// <summary>All that an atlas found, in full precision: exact counts, and the errors that are kept.</summary>
public static class FindingsJson
{
    /// <summary>Writes the file.</summary>
    public static void Write(AtlasReport report, string path) => ScoreJson.Write(Of(report), path);

    /// <summary>The tree.</summary>
    public static JsonObject Of(AtlasReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new JsonObject
        {
            ["title"] = report.Title,
            ["images"] = report.Segments.Images,
            ["inputs"] = new JsonArray([.. report.Inputs.Select(
                input => (JsonNode)new JsonObject { ["role"] = input.Role, ["path"] = input.Path, ["sha256"] = input.Sha256 })]),
            ["rules"] = new JsonObject
            {
                ["match"] = AtlasRules.Match,
                ["inside"] = AtlasRules.Inside,
                ["touch"] = AtlasRules.Touch,
                ["bounded_iou"] = report.Options.Rules.BoundedIoU,
                ["bounded_edge"] = report.Options.Rules.BoundedEdge,
                ["least_area"] = report.Options.Rules.LeastArea,
                ["kept"] = report.Options.Kept,
            },
            ["remarks"] = new JsonArray([.. report.Remarks.Select(remark => (JsonNode)remark)]),
            ["classes"] = new JsonArray([.. Enumerable.Range(0, report.Classes.Count).Select(known => (JsonNode)Class(report, known))]),
            ["pairs"] = new JsonArray([.. report.Segments.Pairs.Select(pair => (JsonNode)new JsonObject
            {
                ["kind"] = pair.Pair.Kind.Name(),
                ["truth"] = Name(report, pair.Pair.Truth),
                ["prediction"] = Name(report, pair.Pair.Prediction),
                ["errors"] = pair.Errors,
                ["pixels"] = pair.Pixels,
            })]),
            ["boundary"] = new JsonArray([.. BoundaryBands.Limits.Select((_, band) => (JsonNode)new JsonObject
            {
                ["distance"] = BoundaryBands.Name(band),
                ["pixels"] = report.Pixels.Pixels(band),
                ["wrong"] = report.Pixels.Wrong(band),
            })]),
            ["places"] = new JsonObject(SegmentFates.Errors.Select(kind => KeyValuePair.Create(kind.Name(), (JsonNode?)ScoreJson.Numbers(
                Enumerable.Range(0, AtlasGrid.Cells).Select(cell => report.Segments.At(kind, cell)))))),
            ["scores"] = new JsonArray([.. report.Scores.Select(scored => (JsonNode)Scored(scored))]),
            ["findings"] = new JsonArray([.. report.Findings.Select(finding => (JsonNode)Finding(report, finding))]),
        };
    }

    private static JsonObject Class(AtlasReport report, int known)
    {
        JsonObject Counts(Func<SegmentFate, ObjectSize, long> of) => new(Enum.GetValues<SegmentFate>()
            .Where(fate => Enum.GetValues<ObjectSize>().Any(size => of(fate, size) > 0))
            .Select(fate => KeyValuePair.Create(fate.Name(), (JsonNode?)new JsonObject(Enum.GetValues<ObjectSize>().Select(
                size => KeyValuePair.Create(size.ToString().ToLowerInvariant(), (JsonNode?)of(fate, size)))))));
        return new JsonObject
        {
            ["id"] = report.Classes[known].Id,
            ["name"] = report.Classes[known].Name,
            ["truth"] = Counts((fate, size) => report.Segments.Truth(fate, known, size)),
            ["prediction"] = Counts((fate, size) => report.Segments.Prediction(fate, known, size)),
            ["truth_pixels"] = report.Pixels.Confusion.TruthPixels(known),
            ["predicted_pixels"] = report.Pixels.Confusion.PredictedPixels(known),
        };
    }

    private static JsonObject Scored(ScoredClass scored) => new()
    {
        ["name"] = scored.Name,
        ["truths"] = scored.Truths,
        ["detections"] = scored.Detections,
        ["best_score"] = ScoreJson.Number(scored.BestScore),
        ["calibration_error"] = ScoreJson.Number(scored.CalibrationError),
        ["precision_by_recall"] = ScoreJson.Numbers(scored.Precision),
        ["f1_by_score"] = ScoreJson.Numbers(scored.F1),
        ["reliability"] = new JsonArray([.. scored.Reliability.Select(bin => (JsonNode)new JsonObject
        {
            ["from"] = bin.Low,
            ["to"] = bin.High,
            ["count"] = bin.Count,
            ["score"] = ScoreJson.Number(bin.Score),
            ["right"] = ScoreJson.Number(bin.HitRate),
        })]),
    };

    private static JsonObject Finding(AtlasReport report, AtlasFinding finding) => new()
    {
        ["address"] = finding.Address,
        ["kind"] = finding.Error.Kind.Name(),
        ["image"] = finding.Image,
        ["truth"] = Name(report, finding.Error.TruthClass),
        ["prediction"] = Name(report, finding.Error.PredictionClass),
        ["size"] = finding.Size.ToString().ToLowerInvariant(),
        ["pixels"] = finding.Error.Pixels,
        ["iou"] = ScoreJson.Number(finding.Error.IoU),
        ["boundary_iou"] = ScoreJson.Number(finding.Error.BoundaryIoU),
        ["score"] = ScoreJson.Number(finding.Score),
        ["box"] = new JsonArray(finding.Box.X, finding.Box.Y, finding.Box.Width, finding.Box.Height),
        ["column"] = finding.Cell % AtlasGrid.Columns,
        ["row"] = finding.Cell / AtlasGrid.Columns,
        ["truths"] = finding.Error.Truths.Count,
        ["predictions"] = finding.Error.Predictions.Count,
    };

    private static string? Name(AtlasReport report, int known) => known < 0 ? null : report.Classes[known].Name;
}
