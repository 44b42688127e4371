using System.Text.Json.Nodes;
using Panoptes.Metrics.Panoptic;

namespace Panoptes.Parity.Metrics;

/// <summary>A case in COCO's panoptic format: gt.json, gt/, pred.json, pred/.</summary>
internal static class PanopticCase
{
    // The expected numbers are of T = 5 % to 50 %.
    private static readonly int[] Expected =
    [
        .. Enumerable.Range(0, ConfusionCurve.ThresholdsPercent.Count).Where(at => ConfusionCurve.ThresholdsPercent[at] is >= 5 and <= 50),
    ];

    public static JsonObject Evaluate(string folder) =>
        Evaluate(Path.Combine(folder, "gt.json"), Path.Combine(folder, "gt"), Path.Combine(folder, "pred.json"), Path.Combine(
            folder, "pred"));

    public static JsonObject Evaluate(string truthJson, string truthFolder, string predictionJson, string predictionFolder)
    {
        var truth = PanopticFile.ReadTruth(truthJson);
        var prediction = PanopticFile.ReadPrediction(predictionJson, truth.Categories);
        var evaluation = new PanopticEvaluation(truth, truthFolder, prediction, predictionFolder);
        var report = evaluation.Run(new PanopticOptions { KeepImages = true, Threads = 1 });
        var result = new JsonObject
        {
            ["All"] = Means(report.Scores.All),
            ["Things"] = Means(report.Scores.Things),
            ["Stuff"] = Means(report.Scores.Stuff),
            ["per_class"] = JsonNumbers.Map(report.Scores.Classes, c => $"{c.Category.Id}", PerClass),
            ["other_worker_counts"] = JsonNumbers.Map([2, 3], n => $"{n}", n => WithThreads(evaluation, n)),
            ["per_image"] = JsonNumbers.List(report.Images, image => PerImage(image, truth)),
            ["paper_things"] = PaperThings(report),
            ["detectron2"] = Detectron2(report.Scores),
        };
        return result;
    }

    private static JsonObject Means(PanopticMeans means) => new()
    {
        ["pq"] = JsonNumbers.Of(means.PQ),
        ["sq"] = JsonNumbers.Of(means.SQ),
        ["rq"] = JsonNumbers.Of(means.RQ),
        ["n"] = means.Classes,
    };

    private static JsonObject PerClass(ClassPanopticScores scores) => new()
    {
        ["pq"] = scores.PQ,
        ["sq"] = scores.SQ,
        ["rq"] = scores.RQ,
        ["iou_sum"] = scores.Sums.IoU.Value,
        ["tp"] = scores.Sums.TruePositives,
        ["fp"] = scores.Sums.FalsePositives,
        ["fn"] = scores.Sums.FalseNegatives,
    };

    private static JsonObject WithThreads(PanopticEvaluation evaluation, int threads)
    {
        var scores = evaluation.Run(new PanopticOptions { Threads = threads }).Scores;
        return new JsonObject
        {
            ["All"] = Means(scores.All),
            ["iou_sum"] = JsonNumbers.Map(scores.Classes, c => $"{c.Category.Id}", c => c.Sums.IoU.Value),
        };
    }

    private static JsonObject PerImage(ImagePanopticSums image, PanopticFile truth) => new()
    {
        ["image_id"] = long.TryParse(image.ImageId, out var id) ? id : image.ImageId,
        ["stats"] = JsonNumbers.Map(
            image.Classes.Where(c => !c.Sums.IsAbsent), c => $"{truth.Categories[c.Category].Id}", c => new JsonObject
            {
                ["iou_sum"] = c.Sums.IoU.Value,
                ["tp"] = c.Sums.TruePositives,
                ["fp"] = c.Sums.FalsePositives,
                ["fn"] = c.Sums.FalseNegatives,
            }),
    };

    private static JsonObject PaperThings(PanopticReport report)
    {
        var pixels = report.Scores.ThingPixels;
        var curve = report.Counts.Confusion;
        return new JsonObject
        {
            ["main"] = Pixels(pixels, ThingPixelRule.Main),
            ["strict"] = Pixels(pixels, ThingPixelRule.Strict),
            ["no_void"] = Pixels(pixels, ThingPixelRule.NoVoid),
            ["confusion"] = new JsonObject
            {
                ["thresholds_percent"] = JsonNumbers.Of(Expected.Select(at => ConfusionCurve.ThresholdsPercent[at])),
                ["predicted_thing_segments"] = curve.Segments(),
                ["any_category"] = Confusion(curve, ConfusionReading.AnyCategory),
                ["same_category"] = Confusion(curve, ConfusionReading.SameCategory),
                ["with_crowds"] = Confusion(curve, ConfusionReading.WithCrowds),
            },
        };
    }

    private static JsonObject Pixels(ThingPixels pixels, ThingPixelRule rule) => new()
    {
        ["tp_pixels"] = pixels.Matched,
        ["fp_pixels"] = pixels.WrongUnder(rule),
        ["gt_pixels"] = pixels.TruthUnder(rule),
        ["acc"] = JsonNumbers.Of(pixels.Accuracy(rule)),
        ["prec"] = JsonNumbers.Of(pixels.Precision(rule)),
    };

    private static JsonObject Confusion(ConfusionCurve curve, ConfusionReading reading) => new()
    {
        ["confused"] = JsonNumbers.Of(Expected.Select(at => curve.Confused(reading)[at])),
        ["ratio"] = JsonNumbers.Of(Expected.Select(at => curve.Ratios(reading)[at])),
    };

    private static JsonObject Detectron2(PanopticScores scores)
    {
        var result = new JsonObject();
        foreach (var (suffix, means) in new[] { ("", scores.All), ("_th", scores.Things), ("_st", scores.Stuff) })
        {
            result["PQ" + suffix] = JsonNumbers.Of(100 * means.PQ);
            result["SQ" + suffix] = JsonNumbers.Of(100 * means.SQ);
            result["RQ" + suffix] = JsonNumbers.Of(100 * means.RQ);
        }

        return result;
    }
}
