using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Diagnosis.Content;
using Panoptes.Diagnosis.Opinions;
using Panoptes.Diagnosis.Placements;
using Panoptes.Diagnosis.Verdicts;

namespace Panoptes.Diagnosis.Examination;

/// <summary>A diagnosis as JSON. Numbers that do not exist are null.</summary>
public static class DiagnosisJson
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The diagnosis as indented text.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="opinion">What a model says; null where none was asked.</param>
    public static string Text(LabelDiagnosis diagnosis, SecondOpinion? opinion = null)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        var json = Of(diagnosis);
        if (opinion is not null)
        {
            json["second_opinion"] = new JsonObject
            {
                ["model"] = opinion.Model,
                ["quality"] = Number(opinion.Quality),
                ["agreement"] = Number(opinion.Agreement),
                ["images"] = new JsonArray([.. opinion.Images.Select(image => (JsonNode)new JsonObject
                {
                    ["sample"] = image.Name,
                    ["quality"] = Number(image.Quality),
                    ["agreement"] = Number(image.Agreement),
                })]),
            };
        }

        return json.ToJsonString(Indented);
    }

    private static JsonObject Of(LabelDiagnosis diagnosis) => new()
    {
        ["dataset"] = diagnosis.Dataset,
        ["samples"] = diagnosis.Count,
        ["verdict"] = diagnosis.Verdict.Word(),
        ["refused"] = diagnosis.IsRefused,
        ["sentence"] = diagnosis.Sentence,
        ["remedy"] = diagnosis.Remedy,
        ["found"] = diagnosis.Found is { } found ? Placed(found) : null,
        ["orientation"] = diagnosis.Orientation.ToString(),
        ["order"] = diagnosis.Order,
        ["sizes"] = new JsonObject
        {
            ["passes"] = diagnosis.Sizes.Passes,
            ["scales"] = new JsonArray([.. diagnosis.Sizes.Scales.Select(pair =>
                (JsonNode)new JsonObject { ["scale"] = pair.Scale, ["images"] = pair.Count })]),
            ["turned"] = new JsonArray([.. diagnosis.Sizes.Turned.Select(name => (JsonNode)name)]),
            ["mismatched"] = new JsonArray([.. diagnosis.Sizes.Mismatched.Select(name => (JsonNode)name)]),
        },
        ["coordinates"] = new JsonArray([.. diagnosis.Coordinates.Select(scores => (JsonNode)new JsonObject
        {
            ["passes"] = scores.Passes,
            ["fault"] = scores.Fault.ToString(),
            ["nearest"] = scores.Rule.ToString(),
            ["scale"] = Number(scores.Scale),
            ["mean_dx"] = Number(scores.MeanDx),
            ["mean_dy"] = Number(scores.MeanDy),
            ["p99"] = Number(scores.P99),
        })]),
        ["round_trip"] = diagnosis.RoundTrip is not { } trip ? null : new JsonObject
        {
            ["gate"] = trip.Gate.ToString(),
            ["mean_iou"] = Number(trip.MeanIoU),
            ["pq"] = Number(trip.PQ),
            ["pq_things"] = Number(trip.PQThings),
            ["pq_stuff"] = Number(trip.PQStuff),
            ["reference"] = Number(trip.Reference),
        },
        ["content"] = diagnosis.Content is { } content ? Scored(content) : null,
        ["turned"] = new JsonArray([.. diagnosis.Turned.Select(image => (JsonNode)new JsonObject
        {
            ["sample"] = image.Name,
            ["orientation"] = image.Orientation.ToString(),
            ["rho"] = Number(image.Rho),
            ["turned_rho"] = Number(image.TurnedRho),
        })]),
        ["classes"] = new JsonArray([.. diagnosis.Classes.Select((offset, i) => (JsonNode)new JsonObject
        {
            ["class"] = diagnosis.ClassNames[i],
            ["move"] = Placed(offset.Placement),
            ["rho"] = Number(offset.Rho),
            ["best_rho"] = Number(offset.BestRho),
            ["z"] = Number(offset.Z),
            ["images"] = offset.Images,
        })]),
        ["offsets"] = new JsonArray([.. diagnosis.Offsets.Select(offset => (JsonNode)new JsonObject
        {
            ["sample"] = diagnosis.Samples[offset.Image],
            ["class"] = offset.Class,
            ["x"] = Number(offset.X),
            ["y"] = Number(offset.Y),
            ["dx"] = offset.Placement.Dx,
            ["dy"] = offset.Placement.Dy,
            ["gain"] = Number(offset.Gain),
            ["confidence"] = Number(offset.Confidence),
        })]),
    };

    private static JsonObject Scored(ContentScores scores) => new()
    {
        ["images"] = scores.Images,
        ["points"] = scores.Points,
        ["rho"] = Number(scores.Rho),
        ["best_rho"] = Number(scores.Best.Rho),
        ["best"] = Placed(scores.Best.Placement.Times(scores.Reduction)),
        ["z"] = Number(scores.Z),
        ["null_mean"] = Number(scores.NullMean),
        ["null_95"] = Number(scores.Null95),
        ["orientations"] = new JsonObject([.. scores.Orientations.Select(pair =>
            KeyValuePair.Create(pair.Key.ToString(), Number(pair.Value)))]),
    };

    private static JsonObject Placed(Placement placement) => new()
    {
        ["scale"] = Number(placement.Scale),
        ["dx"] = Number(placement.Dx),
        ["dy"] = Number(placement.Dy),
        ["about"] = new JsonArray(placement.Anchor.X, placement.Anchor.Y),
    };

    private static JsonNode? Number(double value) => double.IsFinite(value) ? Math.Round(value, 6) : null;
}
