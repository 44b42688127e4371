using System.Text.Json.Nodes;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Rules;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Scoring;

/// <summary>Scores folders of label maps.</summary>
public static class SemanticScorer
{
    private const int Pictures = 12;

    /// <summary>Scores.</summary>
    /// <param name="truthFolder">Ground-truth PNGs.</param>
    /// <param name="predictionFolder">Predicted PNGs.</param>
    /// <param name="names">One name a class.</param>
    /// <param name="options">How.</param>
    /// <param name="colors">One color a class, for pages; colors that are far apart where null.</param>
    public static ScoreReport Score(
        string truthFolder, string predictionFolder, IReadOnlyList<string> names, SemanticOptions? options = null,
        IReadOnlyList<Rgb>? colors = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        options = (options ?? new SemanticOptions()) with { KeepImages = true };
        colors ??= LabelColors.Distinct(names.Count);
        var evaluation = new SemanticEvaluation(truthFolder, predictionFolder, names);
        var published = evaluation.Run(options);
        var trap = SemanticIdTraps.Find(evaluation, published, names, options);
        var report = trap.Notes.Count > 0 && options.Rules == ScoringRules.Corrected ? trap.Corrected : published;
        options = options.Rules == ScoringRules.Corrected ? trap.Options : options;
        var scores = report.Scores;
        return new ScoreReport
        {
            Protocol = "semantic segmentation, " + scores.Convention switch
            {
                SemanticConvention.Detectron2 => "detectron2 02b5c4e",
                SemanticConvention.MmSegmentation011 => "mmsegmentation 0.11",
                _ => "mmsegmentation 0.24",
            },
            Title = "semantic",
            Inputs = [new("gt", truthFolder, InputHash.Of(truthFolder, ".png")), new(
                "pred", predictionFolder, InputHash.Of(predictionFolder, ".png"))],
            Headlines = [.. Values(scores).Select((value, i) => new Headline(HeadlineNames[i], value))],
            Tables = [ClassTable(scores)],
            Details = Details(report),
            Resampling = new Resampling(
                [.. report.Images.Select(i => i.Name)], names, weights => Resample(report.Images, names, options.Convention, weights)),
            Remarks = [.. Remarks(scores), .. UnusedPredictions.Warning(evaluation.Unused)],
            Rules = options.Rules,
            Notes = trap.Notes,
            Confusion = (report.Confusion, names),
            PictureKey = PictureKey.Labels,
            ClassColors = [.. names.Zip(colors)],
            Absent = [.. scores.Classes.Where(known => known.IsAbsent).Select(known => known.Name)],
            WorstImages = photographs => [.. Worst(report.Images, names.Count).Select(worst => LabelPicture.Draw(
                evaluation.Files[worst.Index], worst.Right, options.ClassOfTruth, options.ClassOfPrediction, colors, photographs))],
        };
    }

    internal static IReadOnlyList<string> HeadlineNames { get; } = ["mIoU", "aAcc", "mAcc", "fwIoU", "mF1"];

    internal static double[] Values(SemanticScores scores) =>
        [scores.MeanIoU, scores.PixelAccuracy, scores.MeanAccuracy, scores.FrequencyWeightedIoU, scores.MeanF1];

    private static ResampledScores Resample(
        IReadOnlyList<ImageConfusion> images, IReadOnlyList<string> names, SemanticConvention convention, IReadOnlyList<int> weights)
    {
        var (confusion, equal) = (new ConfusionMatrix(names.Count), 0L);
        for (var i = 0; i < images.Count; i++)
        {
            if (weights[i] > 0)
            {
                foreach (var cell in images[i].Cells)
                {
                    confusion.AddCount(Math.Min(cell.Truth, names.Count), Math.Min(cell.Prediction, names.Count), cell.Pixels * weights[i]);
                    equal += convention == SemanticConvention.MmSegmentation011 && cell.Prediction == names.Count
                        ? cell.Pixels * weights[i]
                        : 0;
                }
            }
        }

        var scores = SemanticScores.From(confusion, names, convention, equal);
        return new ResampledScores(
            Values(scores), [.. scores.Classes.Select(c => c.IoU)]);
    }

    private static ScoreTable ClassTable(SemanticScores scores) => new(
        "classes",
        ["class", "IoU", "accuracy", "precision", "F1", "truth pixels", "predicted pixels"],
        [.. scores.Classes
            .Select(c => (IReadOnlyList<object>)[
                c.Name, c.IoU, c.Accuracy, c.Precision, c.F1, c.TruthPixels, c.PredictedPixels,
            ])]);

    private static List<string> Remarks(SemanticScores scores)
    {
        var remarks = new List<string> { $"{scores.ClassesAveraged} of {scores.Classes.Count} classes averaged" };
        Defined("mF1", c => c.F1);
        Defined("mAcc", c => c.Accuracy);
        if (scores.NoPredictionShare > 0)
        {
            remarks.Add($"{ScoreText.Cell(scores.NoPredictionShare)} % of the labeled pixels are predicted as no class");
        }

        return remarks;

        // A mean over few classes looks better than it is.
        void Defined(string name, Func<ClassScores, double> value)
        {
            var count = scores.Classes.Count(c => double.IsFinite(value(c)));
            if (count < scores.Classes.Count(c => !c.IsAbsent))
            {
                remarks.Add($"{name} is over the {count} of {scores.Classes.Count} classes that have one");
            }
        }
    }

    private static JsonObject Details(SemanticReport report)
    {
        var scores = report.Scores;
        return new JsonObject
        {
            ["convention"] = scores.Convention.ToString(),
            ["classes_averaged"] = scores.ClassesAveraged,
            ["valid_pixels"] = scores.ValidPixels,
            ["no_prediction_share"] = scores.NoPredictionShare,
            ["mean_dice"] = ScoreJson.Number(scores.MeanDice),
            ["mean_precision"] = ScoreJson.Number(scores.MeanPrecision),
            ["classes"] = new JsonArray([.. scores.Classes.Select((c, i) => (JsonNode)new JsonObject
            {
                ["id"] = i, ["name"] = c.Name, ["absent"] = c.IsAbsent, ["iou"] = ScoreJson.Number(c.IoU), ["accuracy"] =
                    ScoreJson.Number(c.Accuracy),
                ["precision"] = ScoreJson.Number(c.Precision), ["f1"] = ScoreJson.Number(c.F1), ["dice"] = ScoreJson.Number(c.Dice),
                ["truth_pixels"] = c.TruthPixels, ["predicted_pixels"] = c.PredictedPixels, ["intersection_pixels"] = c.IntersectionPixels,
            })]),
            ["confusion_truth_by_prediction"] = new JsonArray(
                [.. report.Confusion.ToArrays(includeNone: true).Select(row => (JsonNode)ScoreJson.Numbers(row))]),
        };
    }

    private static IEnumerable<(int Index, double Right)> Worst(IReadOnlyList<ImageConfusion> images, int classes) => images
        .Select((image, index) => (index, Right: (double)image.Cells.Where(c => c.Truth == c.Prediction && c.Truth < classes)
            .Sum(c => c.Pixels) / Math.Max(1, image.Cells.Sum(c => c.Pixels))))
        .OrderBy(x => x.Right).ThenBy(x => x.index).Take(Pictures);
}
