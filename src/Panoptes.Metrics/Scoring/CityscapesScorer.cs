using System.Text.Json.Nodes;
using Panoptes.Formats.Cityscapes;

namespace Panoptes.Metrics;

/// <summary>Scores Cityscapes' own layouts and prediction files.</summary>
public static class CityscapesScorer
{
    /// <summary>Pixel level: IoU of classes and categories, and instance-weighted.</summary>
    /// <param name="truthFolder">gtFine or one of its splits.</param>
    /// <param name="predictionFolder">One PNG of label ids a frame.</param>
    /// <param name="threads">Worker threads; 0 for all cores.</param>
    public static ScoreReport ScorePixels(string truthFolder, string predictionFolder, int threads = 0)
    {
        var evaluation = new CityscapesPixelEvaluation(truthFolder, predictionFolder);
        var report = evaluation.Run(threads);
        var labels = CityscapesLabel.All.Where(label => !label.IsIgnored).ToArray();
        return new ScoreReport
        {
            Protocol = "pixel level with iIoU, cityscapesScripts 2.2.4",
            Title = "cityscapes pixel level",
            Inputs = Inputs(truthFolder, predictionFolder, ".png"),
            Headlines = [.. Headlines(report.Scores).Select((value, i) => new Headline(PixelNames[i], value))],
            Tables = [LabelTable(report.Scores, labels), CategoryTable(report.Scores)],
            Details = Details(report),
            Resampling = new Resampling([.. report.Frames.Select(f => Path.GetFileName(f.File))], [.. labels.Select(l => l.Name)], weights =>
            {
                var scores = CityscapesPixelScores.From(report.FrameCounts.Weighted(weights));
                return new ResampledScores(Headlines(scores), [.. labels.Select(l => scores.ClassIoU[l.Id])]);
            }),
            Confusion = (report.Counts.Confusion, [.. CityscapesLabel.All.Select(l => l.Name)]),
            PictureKey = PictureKey.LabelsAnd(labels.Select(label => (label.Name, label.Colour))),
            PicturePanels = LabelPicture.Beside,
            WorstImages = () => CityscapesPictures.Pixels(evaluation.Frames, report),
        };
    }

    /// <summary>Instance level: AP and AP50%.</summary>
    /// <param name="truthFolder">gtFine or one of its splits.</param>
    /// <param name="predictionFolder">One text file a frame that lists masks.</param>
    /// <param name="threads">Worker threads; 0 for all cores.</param>
    public static ScoreReport ScoreInstances(string truthFolder, string predictionFolder, int threads = 0)
    {
        var report = new CityscapesInstanceEvaluation(truthFolder, predictionFolder).Run(threads);
        var classes = CityscapesLabel.InstanceClasses;
        return new ScoreReport
        {
            Protocol = "instance level, cityscapesScripts 2.2.4",
            Title = "cityscapes instance level",
            Inputs = Inputs(truthFolder, predictionFolder, ""),
            Headlines = [new("AP", report.AP), new("AP50%", report.AP50)],
            Tables =
            [
                new("classes", ["class", "AP", "AP50%", "truth", "predictions"], [.. classes.Select((label, c) => (IReadOnlyList<object>)
                [
                    label.Name, report.ClassAP(c), report.ByClass[c][0],
                    report.Frames.Sum(f => f.Truths.LongCount(t => t.Label == label.Id && !t.IsGroup && t.Pixels >= CityscapesAveragePrecision.MinimumPixels)),
                    report.Frames.Sum(f => f.Predictions.LongCount(p => p.Label == label.Id)),
                ])]),
            ],
            Details = new JsonObject
            {
                ["overlaps"] = ScoreJson.Numbers(CityscapesAveragePrecision.Overlaps),
                ["classes"] = new JsonArray([.. classes.Select((label, c) => (JsonNode)new JsonObject
                {
                    ["id"] = label.Id, ["name"] = label.Name, ["ap"] = ScoreJson.Number(report.ClassAP(c)), ["ap50"] = ScoreJson.Number(report.ByClass[c][0]),
                    ["ap_by_overlap"] = ScoreJson.Numbers(report.ByClass[c]),
                })]),
            },
            Resampling = new Resampling([.. report.Frames.Select(f => Path.GetFileName(f.Frame))], [.. classes.Select(l => l.Name)], weights => Resample(report, weights)),
            WorstImages = () => CityscapesPictures.Instances(report),
            Remarks = ["classes without ground truth of 100 pixels or more are left out"],
        };
    }

    private static readonly string[] PixelNames = ["IoU classes", "iIoU classes", "IoU categories", "iIoU categories"];

    private static double[] Headlines(CityscapesPixelScores scores) => [scores.MeanClassIoU, scores.MeanClassInstanceIoU, scores.MeanCategoryIoU, scores.MeanCategoryInstanceIoU];

    private static ResampledScores Resample(CityscapesInstanceReport report, IReadOnlyList<int> weights)
    {
        var frames = report.Frames.SelectMany((frame, i) => Enumerable.Repeat(frame, weights[i])).ToArray();
        var drawn = CityscapesInstanceReport.Of(frames);
        return new ResampledScores([drawn.AP, drawn.AP50], [.. Enumerable.Range(0, drawn.ByClass.Count).Select(drawn.ClassAP)]);
    }

    private static ScoreInput[] Inputs(string truthFolder, string predictionFolder, string ending) =>
        [new("gt", truthFolder, InputHash.Of(truthFolder, ".png")), new("pred", predictionFolder, InputHash.Of(predictionFolder, ending))];

    private static ScoreTable LabelTable(CityscapesPixelScores scores, CityscapesLabel[] labels) => new(
        "classes", ["class", "IoU", "iIoU", "share"], [.. labels.Select(l => (IReadOnlyList<object>)[l.Name, scores.ClassIoU[l.Id], scores.ClassInstanceIoU[l.Id], scores.Priors[l.Id]])]);

    private static ScoreTable CategoryTable(CityscapesPixelScores scores) => new(
        "categories", ["category", "IoU", "iIoU"], [.. scores.CategoryIoU.Select((c, i) => (IReadOnlyList<object>)[c.Category, c.IoU, scores.CategoryInstanceIoU[i].IoU])]);

    private static JsonObject Details(CityscapesPixelReport report) => new()
    {
        ["classes"] = new JsonArray([.. CityscapesLabel.All.Select(l => (JsonNode)new JsonObject
        {
            ["id"] = l.Id, ["name"] = l.Name, ["ignored"] = l.IsIgnored, ["iou"] = ScoreJson.Number(report.Scores.ClassIoU[l.Id]),
            ["iiou"] = ScoreJson.Number(report.Scores.ClassInstanceIoU[l.Id]), ["prior"] = ScoreJson.Number(report.Scores.Priors[l.Id]),
        })]),
        ["categories"] = new JsonArray([.. report.Scores.CategoryIoU.Select((c, i) => (JsonNode)new JsonObject
        {
            ["name"] = c.Category, ["iou"] = ScoreJson.Number(c.IoU), ["iiou"] = ScoreJson.Number(report.Scores.CategoryInstanceIoU[i].IoU),
        })]),
        ["confusion_truth_by_prediction"] = new JsonArray([.. report.Counts.Confusion.ToArrays().Select(row => (JsonNode)ScoreJson.Numbers(row))]),
    };
}
