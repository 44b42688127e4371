using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Parity.Metrics;

/// <summary>Label maps: gt/, pred/ and case.json with num_classes, ignore_index, reduce_zero_label.</summary>
internal static class SemanticCase
{
    public static JsonObject Evaluate(string folder)
    {
        using var settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
        var root = settings.RootElement;
        var names = Enumerable.Range(0, root.GetProperty("num_classes").GetInt32()).Select(c => $"class_{c}").ToArray();
        var options = new SemanticOptions
        {
            IgnoreIndex = root.TryGetProperty("ignore_index", out var ignore) ? ignore.GetInt32() : 255,
            ReduceZeroLabel = root.TryGetProperty("reduce_zero_label", out var reduce) && reduce.ValueKind == JsonValueKind.True,
        };
        var evaluation = new SemanticEvaluation(Path.Combine(folder, "gt"), Path.Combine(folder, "pred"), names);
        var report = evaluation.Run(options with { Convention = SemanticConvention.Detectron2 });
        return new JsonObject
        {
            ["detectron2"] = Detectron2(report, BoundaryConfusion(evaluation, names.Length, options), names),
            ["mmseg_0_11"] = MmSegmentation(evaluation.Run(options with { Convention = SemanticConvention.MmSegmentation011 }).Scores),
            ["mmseg_0_24"] = MmSegmentation(evaluation.Run(options with { Convention = SemanticConvention.MmSegmentation }).Scores),
        };
    }

    private static JsonObject Detectron2(SemanticReport report, ConfusionMatrix boundary, string[] names)
    {
        var scores = report.Scores;
        var results = new JsonObject
        {
            ["mIoU"] = JsonNumbers.Of(100 * scores.MeanIoU),
            ["fwIoU"] = JsonNumbers.Of(100 * scores.FrequencyWeightedIoU),
            ["mACC"] = JsonNumbers.Of(100 * scores.MeanAccuracy),
            ["pACC"] = JsonNumbers.Of(100 * scores.PixelAccuracy),
        };
        for (var c = 0; c < names.Length; c++)
        {
            var iou = scores.Classes[c].TruthPixels > 0 ? scores.Classes[c].IoU : double.NaN;
            var narrow = BoundaryIoUOf(boundary, c);
            results[$"IoU-{names[c]}"] = JsonNumbers.Of(100 * iou);
            results[$"BoundaryIoU-{names[c]}"] = JsonNumbers.Of(100 * narrow);
            results[$"min(IoU, B-Iou)-{names[c]}"] = JsonNumbers.Of(100 * (narrow < iou ? narrow : iou));
            results[$"ACC-{names[c]}"] = JsonNumbers.Of(100 * scores.Classes[c].Accuracy);
        }

        return new JsonObject
        {
            ["confusion_pred_by_gt"] = Transposed(
            report.Confusion),
            ["boundary_confusion_pred_by_gt"] = Transposed(boundary),
            ["results"] = results
        };
    }

    // Pixels that are "no class" on either side are left out of both areas.
    private static double BoundaryIoUOf(ConfusionMatrix boundary, int c)
    {
        var (truth, predicted) = (0L, 0L);
        for (var other = 0; other < boundary.Classes; other++)
        {
            (truth, predicted) = (truth + boundary[c, other], predicted + boundary[other, c]);
        }

        return (double)boundary[c, c] / (truth + predicted - boundary[c, c]);
    }

    private static JsonArray Transposed(ConfusionMatrix matrix) => JsonNumbers.List(
        Enumerable.Range(0, matrix.Classes + 1), p => JsonNumbers.Of(Enumerable.Range(0, matrix.Classes + 1).Select(t => matrix[t, p])));

    // detectron2 erodes the maps of class numbers themselves, the ignored ones numbered like one class more.
    private static ConfusionMatrix BoundaryConfusion(SemanticEvaluation evaluation, int classes, SemanticOptions options)
    {
        var total = new ConfusionMatrix(classes);
        foreach (var pair in evaluation.Files)
        {
            var (truth, prediction) = (PngFile.ReadLabels<byte>(pair.Truth), PngFile.ReadLabels<byte>(pair.Prediction));
            foreach (ref var label in truth.Pixels.AsSpan())
            {
                label = label == options.IgnoreIndex
                    || (options.ReduceZeroLabel && label == 0) ? (byte)classes : options.ReduceZeroLabel ? (byte)(label - 1) : label;
            }

            var radius = LabelBoundary.Radius(truth.Width, truth.Height);
            total.Add<byte>(
                LabelBoundary.Of(truth.Pixels, truth.Width, truth.Height, radius),
                LabelBoundary.Of(prediction.Pixels, truth.Width, truth.Height, radius), classes);
        }

        return total;
    }

    private static JsonObject MmSegmentation(SemanticScores scores)
    {
        var result = new JsonObject
        {
            ["aAcc"] = JsonNumbers.Of(scores.PixelAccuracy),
            ["mIoU"] = JsonNumbers.Of(scores.MeanIoU),
            ["mAcc"] = JsonNumbers.Of(scores.MeanAccuracy),
            ["mDice"] = JsonNumbers.Of(scores.MeanDice),
            ["mFscore"] = JsonNumbers.Of(scores.MeanF1),
            ["mPrecision"] = JsonNumbers.Of(scores.MeanPrecision),
            ["mRecall"] = JsonNumbers.Of(scores.MeanRecall),
        };
        foreach (var (name, value) in new (string, Func<ClassScores, double>)[]
        {
            ("IoU", c => c.IoU), ("Acc", c => c.Accuracy), ("Dice", c => c.Dice), ("Fscore", c => c.F1), ("Precision", c => c.Precision), (
                "Recall", c => c.Recall),
            ("area_intersect", c => c.IntersectionPixels), ("area_union", c => c.TruthPixels + c.PredictedPixels - c.IntersectionPixels),
            ("area_pred", c => c.PredictedPixels), ("area_label", c => c.TruthPixels),
        })
        {
            result[name] = JsonNumbers.Of(scores.Classes.Select(value));
        }

        return result;
    }
}
