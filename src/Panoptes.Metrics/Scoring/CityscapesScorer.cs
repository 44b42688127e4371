using System.Text.Json.Nodes;
using Panoptes.Formats.Cityscapes;
using Panoptes.Metrics.Cityscapes;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Scoring;

/// <summary>Scores Cityscapes' own layouts and prediction files.</summary>
public static class CityscapesScorer
{
    /// <summary>Pixel level: IoU of classes and categories, and instance-weighted.</summary>
    /// <param name="truthFolder">gtFine or one of its splits.</param>
    /// <param name="predictionFolder">One PNG of label ids a frame.</param>
    /// <param name="threads">Worker threads; 0 for all cores.</param>
    /// <param name="rules">Whose rules are followed where the original has a trap.</param>
    /// <param name="progress">Told how many of how many images are done, from any thread; null tells nobody.</param>
    public static ScoreReport ScorePixels(
        string truthFolder, string predictionFolder, int threads = 0, ScoringRules rules = ScoringRules.Published,
        Action<int, int>? progress = null)
    {
        var evaluation = new CityscapesPixelEvaluation(truthFolder, predictionFolder);
        var published = evaluation.Run(threads, progress);
        var corrected = published.HoldsTrainIds ? published.FromTrainIds() : null;
        var report = rules == ScoringRules.Corrected && corrected is not null ? corrected : published;
        var isMapped = report == corrected;
        var labels = CityscapesLabel.All.Where(label => !label.IsIgnored).ToArray();
        return new ScoreReport
        {
            Protocol = "pixel level with iIoU, cityscapesScripts 2.2.4",
            Title = "cityscapes pixel level",
            Inputs = Inputs(truthFolder, predictionFolder, ".png"),
            Headlines = [.. Headlines(report.Scores).Select((value, i) => new Headline(PixelNames[i], value))],
            Tables = [LabelTable(report.Scores, labels), CategoryTable(report.Scores)],
            Details = Details(report),
            Resampling = new Resampling(
                [.. report.Frames.Select(f => Path.GetFileName(f.File))], [.. labels.Select(l => l.Name)], weights =>
                {
                    var scores = CityscapesPixelScores.From(report.FrameCounts.Weighted(weights));
                    return new ResampledScores(Headlines(scores), [.. labels.Select(l => scores.ClassIoU[l.Id])]);
                }),
            Confusion = (report.Counts.Confusion, [.. CityscapesLabel.All.Select(l => l.Name)]),
            PictureKey = PictureKey.Labels,
            ClassColors = [.. labels.Select(label => (label.Name, label.Color))],
            Absent = [.. labels.Where(label => !double.IsFinite(report.Scores.ClassIoU[label.Id])).Select(label => label.Name)],
            WorstImages = photographs => CityscapesPictures.Pixels(
                evaluation.Frames, report, id => isMapped ? CityscapesLabel.OfTrainId(id).Id : id, photographs),
            Remarks = Remarks(truthFolder, evaluation.Unused),
            Rules = rules,
            Notes = corrected is null ? [] : [TrainIdNote(published, corrected)],
        };
    }

    /// <summary>Instance level: AP and AP50%.</summary>
    /// <param name="truthFolder">gtFine or one of its splits.</param>
    /// <param name="predictionFolder">One text file a frame that lists masks.</param>
    /// <param name="threads">Worker threads; 0 for all cores.</param>
    /// <param name="rules">Whose rules are followed where the original has a trap.</param>
    /// <param name="progress">Told how many of how many images are done, from any thread; null tells nobody.</param>
    public static ScoreReport ScoreInstances(
        string truthFolder, string predictionFolder, int threads = 0, ScoringRules rules = ScoringRules.Published,
        Action<int, int>? progress = null)
    {
        var evaluation = new CityscapesInstanceEvaluation(truthFolder, predictionFolder);
        var published = evaluation.Run(threads, flatten: true, progress: progress);
        var corrected = evaluation.NamesTrainIds ? evaluation.Run(threads, fromTrainIds: true, flatten: true) : null;
        var report = rules == ScoringRules.Corrected && corrected is not null ? corrected : published;
        var flat = report.Flattened!;
        var things = new ThingReport(flat.Counts, flat.Confused);
        var resampled = PanopticResampling.OfThings(flat.Images, flat.Counts.Categories);
        var classes = CityscapesLabel.InstanceClasses;
        return new ScoreReport
        {
            Protocol = "instance level, cityscapesScripts 2.2.4",
            Title = "cityscapes instance level",
            Inputs = Inputs(truthFolder, predictionFolder, ""),
            Headlines = [.. Headlines(report).Select((value, i) => new Headline(InstanceNames[i], value)), .. things.Headlines],
            Tables =
            [
                new("classes", ["class", "AP", "AP50%", "truth", "predictions"], [.. classes.Select((label, c) => (IReadOnlyList<object>)
                [
                    label.Name, report.ClassAP(c), report.ByClass[c][0],
                    report.Frames.Sum(f => f.Truths.LongCount(
                        t => t.Label == label.Id && !t.IsGroup && t.Pixels >= CityscapesAveragePrecision.MinimumPixels)),
                    report.Frames.Sum(f => f.Predictions.LongCount(p => p.Label == label.Id)),
                ])]),
                .. things.Tables,
            ],
            Grids = things.Grids,
            Appendix = things.Appendix,
            Curves = [things.Curve],
            Details = things.AddFlattenedTo(new JsonObject
            {
                ["overlaps"] = ScoreJson.Numbers(CityscapesAveragePrecision.Overlaps),
                ["classes"] = new JsonArray([.. classes.Select((label, c) => (JsonNode)new JsonObject
                {
                    ["id"] = label.Id, ["name"] = label.Name, ["ap"] = ScoreJson.Number(report.ClassAP(c)), ["ap50"] = ScoreJson.Number(
                        report.ByClass[c][0]),
                    ["ap_by_overlap"] = ScoreJson.Numbers(report.ByClass[c]),
                })]),
            }),
            Resampling = new Resampling(
                [.. report.Frames.Select(f => Path.GetFileName(f.Frame))], [.. classes.Select(l => l.Name)],
                weights => Resample(report, weights).With(resampled.Score(weights)))
            {
                Further = resampled.Further,
            },
            ClassColors = [.. classes.Select(label => (label.Name, label.Color))],
            WorstImages = photographs => CityscapesPictures.Instances(report, photographs),
            Remarks =
            [
                ThingReport.FlattenedRemark, "AP: classes without ground truth of 100 pixels or more are left out",
                .. Remarks(truthFolder, evaluation.Unused),
            ],
            Rules = rules,
            Notes = corrected is null ? [] : [TrainIdNote(evaluation, published, corrected)],
        };
    }

    private static readonly string[] PixelNames = ["IoU classes", "iIoU classes", "IoU categories", "iIoU categories"];

    private static double[] Headlines(CityscapesPixelScores scores) =>
        [scores.MeanClassIoU, scores.MeanClassInstanceIoU, scores.MeanCategoryIoU, scores.MeanCategoryInstanceIoU];

    private static readonly string[] InstanceNames = ["AP", "AP50%"];

    private static double[] Headlines(CityscapesInstanceReport report) => [report.AP, report.AP50];

    private static ScoreNote TrainIdNote(CityscapesPixelReport published, CityscapesPixelReport corrected)
    {
        bool HoldsIgnored(SegmentPair[] pairs) => pairs.Any(pair => pair.Prediction > 0 && CityscapesLabel.All[pair.Prediction].IsIgnored);
        var hit = Enumerable.Range(0, published.Frames.Count).Where(i => HoldsIgnored(published.FrameCounts.Pairs[i])).ToList();
        var first = published.FrameCounts.Pairs[hit[0]]
            .First(pair => pair.Prediction > 0 && CityscapesLabel.All[pair.Prediction].IsIgnored).Prediction;
        return new ScoreNote(
            "cityscapes-train-ids", hit.Count, "predictions of ids that are never evaluated, and no prediction with an id above 18",
            $"{published.Frames[hit[0]].File}, id {first} \"{CityscapesLabel.All[first].Name}\"",
            "these look like train ids, which cityscapesScripts takes for label ids; convert them to label ids")
        {
            Numbers = ScoreNote.Moved(PixelNames, Headlines(published.Scores), Headlines(corrected.Scores)),
        };
    }

    private static ScoreNote TrainIdNote(
        CityscapesInstanceEvaluation evaluation, CityscapesInstanceReport published, CityscapesInstanceReport corrected) => new(
            "cityscapes-instance-train-ids", evaluation.TrainIdLines,
            "lines that name the train id of an instance class, and none a label above 18",
            evaluation.FirstWithTrainIds!, "cityscapesScripts takes train ids for label ids, which have no instances; write label ids")
        {
            Numbers = ScoreNote.Moved(InstanceNames, Headlines(published), Headlines(corrected)),
        };

    private static string[] Remarks(string truthFolder, IReadOnlyList<string> unused) =>
        CityscapesFiles.SplitOf(truthFolder) is var split && split == truthFolder
        ? [.. UnusedPredictions.Warning(unused)]
        : [$"{split} alone is scored; name another split's folder to score that", .. UnusedPredictions.Warning(unused)];

    private static ResampledScores Resample(CityscapesInstanceReport report, IReadOnlyList<int> weights)
    {
        var frames = report.Frames.SelectMany((frame, i) => Enumerable.Repeat(frame, weights[i])).ToArray();
        var drawn = CityscapesInstanceReport.Of(frames);
        return new ResampledScores(Headlines(drawn), [.. Enumerable.Range(0, drawn.ByClass.Count).Select(drawn.ClassAP)]);
    }

    private static ScoreInput[] Inputs(string truthFolder, string predictionFolder, string ending) =>
        [new("gt", truthFolder, InputHash.Of(truthFolder, ".png")), new("pred", predictionFolder, InputHash.Of(predictionFolder, ending))];

    private static ScoreTable LabelTable(CityscapesPixelScores scores, CityscapesLabel[] labels) => new(
        "classes", ["class", "IoU", "iIoU", "share"], [.. labels.Select(
            l => (IReadOnlyList<object>)[l.Name, scores.ClassIoU[l.Id], scores.ClassInstanceIoU[l.Id], scores.Priors[l.Id]])]);

    private static ScoreTable CategoryTable(CityscapesPixelScores scores) => new(
        "categories", ["category", "IoU", "iIoU"],
        [.. scores.CategoryIoU.Select((c, i) => (IReadOnlyList<object>)[c.Category, c.IoU, scores.CategoryInstanceIoU[i].IoU])]);

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
        ["confusion_truth_by_prediction"] = new JsonArray(
            [.. report.Counts.Confusion.ToArrays().Select(row => (JsonNode)ScoreJson.Numbers(row))]),
    };
}
