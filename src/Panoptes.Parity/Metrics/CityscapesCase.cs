using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Formats.Cityscapes;
using Panoptes.Metrics.Cityscapes;

namespace Panoptes.Parity.Metrics;

/// <summary>Cityscapes' layouts: gtFine/, results/pixel, results/instance, results/panoptic; each where it is there.</summary>
internal static class CityscapesCase
{
    public static JsonObject Evaluate(string folder, JsonElement expected)
    {
        var (truth, results) = (Path.Combine(folder, "gtFine", "val"), Path.Combine(folder, "results"));
        var result = new JsonObject();
        if (Directory.Exists(Path.Combine(results, "pixel")))
        {
            result["pixel"] = Pixel(new CityscapesPixelEvaluation(truth, Path.Combine(results, "pixel")).Run(), folder);
        }

        if (Directory.Exists(Path.Combine(results, "instance")))
        {
            result["instance"] = Instance(new CityscapesInstanceEvaluation(truth, Path.Combine(results, "instance")).Run(), folder);
        }

        if (Directory.Exists(Path.Combine(results, "panoptic")))
        {
            const string Name = "cityscapes_panoptic_val";
            var (gt, pred) = (Path.Combine(folder, "gtFine", Name), Path.Combine(results, "panoptic", Name));
            result["panoptic"] = PanopticCase.Evaluate(gt + ".json", gt, pred + ".json", pred);
        }

        return result;
    }

    private static JsonObject Pixel(CityscapesPixelReport report, string folder)
    {
        var (scores, labels) = (report.Scores, CityscapesLabel.All);
        JsonObject ByLabel(IReadOnlyList<double> values) =>
            JsonNumbers.Map(labels, label => label.Name, label => JsonNumbers.Of(values[label.Id]));
        return new JsonObject
        {
            ["confMatrix"] = JsonNumbers.List(report.Counts.Confusion.ToArrays(), JsonNumbers.Of),
            ["priors"] = ByLabel(scores.Priors),
            ["labels"] = JsonNumbers.Map(labels, label => label.Name, label => label.Id),
            ["classScores"] = ByLabel(scores.ClassIoU),
            ["classInstScores"] = ByLabel(scores.ClassInstanceIoU),
            ["categoryScores"] = JsonNumbers.Map(scores.CategoryIoU, c => c.Category, c => JsonNumbers.Of(c.IoU)),
            ["categoryInstScores"] = JsonNumbers.Map(scores.CategoryInstanceIoU, c => c.Category, c => JsonNumbers.Of(c.IoU)),
            ["averageScoreClasses"] = JsonNumbers.Of(scores.MeanClassIoU),
            ["averageScoreInstClasses"] = JsonNumbers.Of(scores.MeanClassInstanceIoU),
            ["averageScoreCategories"] = JsonNumbers.Of(scores.MeanCategoryIoU),
            ["averageScoreInstCategories"] = JsonNumbers.Of(scores.MeanCategoryInstanceIoU),
            ["perImageScores"] = JsonNumbers.Map(report.Frames, frame => Path.GetRelativePath(folder, frame.File), frame => new JsonObject
            {
                ["nbNotIgnoredPixels"] = frame.IgnoredPixels,
                ["nbCorrectPixels"] = frame.DifferingIgnoredPixels,
            }),
        };
    }

    private static JsonObject Instance(CityscapesInstanceReport report, string folder)
    {
        var classes = CityscapesLabel.InstanceClasses;
        return new JsonObject
        {
            ["averages"] = new JsonObject
            {
                ["allAp"] = JsonNumbers.Of(report.AP),
                ["allAp50%"] = JsonNumbers.Of(report.AP50),
                ["classes"] = JsonNumbers.Map(Enumerable.Range(0, classes.Count), c => classes[c].Name, c => new JsonObject
                {
                    ["ap"] = JsonNumbers.Of(report.ClassAP(c)),
                    ["ap50%"] = JsonNumbers.Of(report.ByClass[c][0]),
                }),
            },
            ["overlaps"] = JsonNumbers.Of(CityscapesAveragePrecision.Overlaps),

            // The evaluator's other distance settings need depth, which its files lack; they are named and not used.
            ["minRegionSizes"] = JsonNumbers.Of([CityscapesAveragePrecision.MinimumPixels, 1000, 1000]),
            ["distanceThresholds"] = JsonNumbers.Of([double.PositiveInfinity, 100, 50]),
            ["minStereoDensities"] = JsonNumbers.Of([double.NegativeInfinity, 0.5, 0.5]),
            ["instLabels"] = JsonNumbers.List(classes, label => JsonValue.Create(label.Name)),
            ["resultApMatrix"] = new JsonArray(JsonNumbers.List(report.ByClass, JsonNumbers.Of)),
            ["matches"] = JsonNumbers.Map(
                report.Frames, frame => Path.GetRelativePath(folder, frame.Frame), frame => Matches(frame, folder)),
        };
    }

    private static JsonObject Matches(CityscapesFrameMatches frame, string folder)
    {
        string Name(CityscapesPrediction prediction) => Path.GetRelativePath(folder, prediction.File);
        var truths = frame.Truths.Select((truth, i) => (Truth: truth, Node: new JsonObject
        {
            ["instID"] = truth.Id,
            ["pixelCount"] = truth.Pixels,
            ["matchedPred"] = JsonNumbers.List(
                frame.Predictions.SelectMany(p => p.Overlaps.Where(o => o.Truth == i).Select(o => (p, o.Pixels))),
                match => new JsonObject { ["intersection"] = match.Pixels, ["imgName"] = Name(match.p) }),
        }));
        return new JsonObject
        {
            ["groundTruth"] = JsonNumbers.Map(
                truths.GroupBy(t => t.Truth.Label), g => CityscapesLabel.All[g.Key].Name, g => JsonNumbers.List(g, t => t.Node)),
            ["prediction"] = JsonNumbers.Map(
                frame.Predictions.GroupBy(p => p.Label), g => CityscapesLabel.All[g.Key].Name, g => JsonNumbers.List(g, p => new JsonObject
                {
                    ["imgName"] = Name(p),
                    ["confidence"] = p.Score,
                    ["pixelCount"] = p.Pixels,
                    ["voidIntersection"] = p.VoidPixels,
                    ["matchedGt"] = JsonNumbers.List(
                        p.Overlaps, o => new JsonObject { ["instID"] = frame.Truths[o.Truth].Id, ["intersection"] = o.Pixels }),
                })),
        };
    }
}
