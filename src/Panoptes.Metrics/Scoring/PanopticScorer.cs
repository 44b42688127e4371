using System.Text.Json.Nodes;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Photographs;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Scoring;

/// <summary>What a panoptic scoring is given.</summary>
/// <param name="TruthFile">Ground-truth JSON.</param>
/// <param name="TruthFolder">Its PNGs; null for the folder named like the file.</param>
/// <param name="PredictionFile">Prediction JSON.</param>
/// <param name="PredictionFolder">Its PNGs; null for the folder named like the file.</param>
public sealed record PanopticInputs(string TruthFile, string? TruthFolder, string PredictionFile, string? PredictionFolder)
{
    /// <summary>The inputs of a Cityscapes layout: cityscapes_panoptic_*.json and its folder below each side.</summary>
    /// <exception cref="InputException">A side has none, or several.</exception>
    public static PanopticInputs OfCityscapes(string truth, string prediction) => new(Find(truth), null, Find(prediction), null);

    internal string TruthPngs => TruthFolder ?? Beside(TruthFile);

    internal string PredictionPngs => PredictionFolder ?? Beside(PredictionFile);

    private static string Beside(string file) => Path.Combine(Path.GetDirectoryName(file) ?? "", Path.GetFileNameWithoutExtension(file));

    private static string Find(string folder)
    {
        if (File.Exists(folder))
        {
            return folder;
        }

        var files = Directory.EnumerateFiles(InputFolder.Folder(folder), "*panoptic*.json")
            .Where(f => !ListedFiles.IsHidden(Path.GetFileName(f)) && !f.EndsWith("_trainId.json", StringComparison.Ordinal)).ToList();
        var val = files.Where(f => Path.GetFileName(f).Contains("_val", StringComparison.Ordinal)).ToList();
        return (val.Count > 0 ? val : files) switch
        {
            [var one] => one,
            [] => throw new InputException(
                folder, "no cityscapes_panoptic_*.json", "a panoptic JSON and the folder named like it",
                "make one of instanceIds images: ./panoptes convert cityscapes-to-panoptic"),
            var many => throw new InputException(folder, $"{many.Count} panoptic JSON files", "one", "give the file itself"),
        };
    }
}

/// <summary>Scores panoptic predictions.</summary>
public static class PanopticScorer
{
    /// <summary>Scores.</summary>
    public static ScoreReport Score(PanopticInputs inputs, PanopticOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        options = (options ?? new PanopticOptions()) with { KeepImages = true };
        var truth = PanopticFile.ReadTruth(inputs.TruthFile);
        var prediction = PanopticFile.ReadPrediction(inputs.PredictionFile, truth.Categories);
        if (options.Rules == ScoringRules.Corrected)
        {
            _ = (truth.WithoutDoubles(), prediction.WithoutDoubles());
        }

        var evaluation = new PanopticEvaluation(truth, inputs.TruthPngs, prediction, inputs.PredictionPngs);
        var report = evaluation.Run(options);
        var things = new ThingReport(report.Counts, report.Confused);
        Rgb[] colors = [.. truth.Categories.Zip(LabelColors.Distinct(truth.Categories.Count), (known, other) => known.Color ?? other)];
        return new ScoreReport
        {
            Protocol = options.VoidRule == VoidRule.Official
                ? $"panoptic quality, panopticapi 7bb4655{Variant(options)}"
                : "panoptic quality, torchmetrics 1.3.1 void rule",
            Title = "panoptic",
            Inputs =
            [
                new("gt", inputs.TruthFile, truth.Sha256),
                new("gt-dir", inputs.TruthPngs, InputHash.Of(inputs.TruthPngs, ".png")),
                new("pred", inputs.PredictionFile, prediction.Sha256),
                new("pred-dir", inputs.PredictionPngs, InputHash.Of(inputs.PredictionPngs, ".png")),
            ],
            Headlines = Headlines(report.Counts.Tally),
            Tables = [MeansTable(report.Scores), ClassTable(report), .. things.Tables],
            Grids = things.Grids,
            Appendix = things.Appendix,
            Curves = [things.Curve],
            Details = Details(report, things),
            Resampling = PanopticResampling.Of(report.Images, truth.Categories),
            Remarks = Remarks(report.Scores, truth, prediction),
            Rules = options.Rules,
            Notes = [.. Notes(report, truth, options.Rules), .. PairingNotes(truth), .. PairingNotes(prediction)],
            Confusion = (report.Counts.PixelConfusion, [.. truth.Categories.Select(c => c.Name)]),
            ClassColors = [.. truth.Categories.Select(c => c.Name).Zip(colors)],
            Absent = [.. report.Scores.Classes.Where(c => c.Sums.IsAbsent).Select(c => c.Category.Name)],
            WorstImages = photographs => [.. report.Worst.Select(worst => Picture(evaluation, options, worst, truth, colors, photographs))],
        };
    }

    private static string Variant(PanopticOptions options) => options.Rules == ScoringRules.Corrected
        ? ", corrected"
        : options.CrowdRule == CrowdRule.AllOfCategory ? ", all crowds" : "";

    private static IReadOnlyList<Headline> Headlines(PanopticTally tally) =>
        [.. PanopticMeasure.Main.Select(m => new Headline(m.Symbol, m.Of(tally)) { HigherIsBetter = m.HigherIsBetter })];

    private static IReadOnlyList<ScoreNote> Notes(PanopticReport report, PanopticFile truth, ScoringRules rules)
    {
        var other = report.Images.Select((image, i) => report.Otherwise.GetValueOrDefault(i, image)).ToList();
        var (shown, hidden) = (
            PanopticResampling.Of(report.Images, truth.Categories).Once().Headlines,
            PanopticResampling.Of(other, truth.Categories).Once().Headlines);
        var (published, corrected) = rules == ScoringRules.Published ? (shown, hidden) : (hidden, shown);
        return report.Traps.Notes(
            truth.FilePath, ScoreNote.Moved(PanopticMeasure.Main.Select(measure => measure.Symbol), published, corrected));
    }

    private static IEnumerable<ScoreNote> PairingNotes(PanopticFile file)
    {
        if (file.Doubles.Count > 0)
        {
            yield return new ScoreNote(
                "panoptic-double-ids", file.Doubles.Count, "segments or images that are listed twice",
                $"{file.Doubles[0].Source}: {file.Doubles[0].Found}",
                "panopticapi takes the last of two segments and of two predictions, and counts a truth twice; the corrected rules refuse "
                    + "the file");
        }

        var shared = file.Annotations.GroupBy(
            annotation => annotation.FileName, StringComparer.Ordinal).Where(group => group.Count() > 1).ToList();
        if (shared.Count > 0)
        {
            yield return new ScoreNote(
                "panoptic-shared-png", shared.Count, "PNGs that several images share",
                $"{file.Where(shared[0].ElementAt(1))}.file_name: {shared[0].Key}",
                "one map counts for several images; give each its own");
        }
    }

    private static ScoreTable MeansTable(PanopticScores scores) => new("means", ["", "PQ", "SQ", "RQ", "classes"],
    [
        Row("all", scores.All), Row("things", scores.Things), Row("stuff", scores.Stuff),
    ]);

    private static IReadOnlyList<object> Row(string name, PanopticMeans means) => [name, means.PQ, means.SQ, means.RQ, (long)means.Classes];

    private static ScoreTable ClassTable(PanopticReport report) => new(
        "classes",
        ["class", "kind", "PQ", "SQ", "RQ", "TP", "FP", "FN", "Acc", "Prec"],
        [.. report.Scores.Classes.Select((c, i) => (IReadOnlyList<object>)
        [
            c.Category.Name, c.Category.IsThing ? "thing" : "stuff",
            c.Sums.IsAbsent ? double.NaN : c.PQ, c.Sums.IsAbsent ? double.NaN : c.SQ, c.Sums.IsAbsent ? double.NaN : c.RQ,
            c.Sums.TruePositives, c.Sums.FalsePositives, c.Sums.FalseNegatives,
            c.Category.IsThing ? report.Counts.ThingPixels[i].Accuracy() : double.NaN,
            c.Category.IsThing ? report.Counts.ThingPixels[i].Precision() : double.NaN,
        ])]);

    private static List<string> Remarks(PanopticScores scores, PanopticFile truth, PanopticFile prediction)
    {
        var remarks = new List<string>
        {
            $"predicted void: {ScoreText.Cell(scores.PredictedVoidShare)} % of the labeled pixels",
            "Acc and Prec: predicted pixels on void and on crowds of their class are left out, crowds are no truth (\"main\" in the JSON, "
                + "which has the other ways too)",
        };
        var spare = prediction.Annotations.Select(a => a.ImageId).Distinct().Except(truth.Annotations.Select(a => a.ImageId)).ToList();
        if (spare.Count > 0)
        {
            remarks.Add($"{spare.Count} predictions of images that the ground truth lacks are ignored (first: image {spare[0]})");
        }

        return remarks;
    }

    private static JsonObject Details(PanopticReport report, ThingReport things)
    {
        var scores = report.Scores;
        var details = new JsonObject
        {
            ["void_rule"] = scores.VoidRule.ToString().ToLowerInvariant(),
            ["predicted_void_share"] = scores.PredictedVoidShare,
            ["means"] = new JsonObject { ["all"] = Means(scores.All), ["things"] = Means(scores.Things), ["stuff"] = Means(scores.Stuff) },
            ["classes"] = new JsonArray([.. scores.Classes.Select((c, i) => (JsonNode)new JsonObject
            {
                ["id"] = c.Category.Id, ["name"] = c.Category.Name, ["isthing"] = c.Category.IsThing ? 1 : 0, ["absent"] = c.Sums.IsAbsent,
                ["pq"] = c.PQ, ["sq"] = c.SQ, ["rq"] = c.RQ, ["iou_sum"] = c.Sums.IoU.Value,
                ["tp"] = c.Sums.TruePositives, ["fp"] = c.Sums.FalsePositives, ["fn"] = c.Sums.FalseNegatives,
                ["acc"] = ScoreJson.Number(report.Counts.ThingPixels[i].Accuracy()), ["prec"] = ScoreJson.Number(
                    report.Counts.ThingPixels[i].Precision()),
            })]),
            ["pixel_confusion_truth_by_prediction"] = new JsonArray(
                [.. report.Counts.PixelConfusion.ToArrays(includeNone: true).Select(row => (JsonNode)ScoreJson.Numbers(row))]),
            ["worst_images"] = new JsonArray([.. report.Worst.Select(
                w => (JsonNode)new JsonObject { ["image_id"] = w.ImageId, ["pq"] = w.PQ, ["missed"] = w.Missed, ["wrong"] = w.Wrong })]),
        };
        things.AddTo(details);
        return details;
    }

    private static JsonObject Means(PanopticMeans means) => new()
    {
        ["pq"] = ScoreJson.Number(means.PQ),
        ["sq"] = ScoreJson.Number(means.SQ),
        ["rq"] = ScoreJson.Number(means.RQ),
        ["n"] = means.Classes,
    };

    private static ScorePicture Picture(
        PanopticEvaluation evaluation, PanopticOptions options, WorstImage worst, PanopticFile truth, IReadOnlyList<Rgb> colors,
        IPhotographs? photographs)
    {
        var (table, matches) = evaluation.Match(worst.Index, new PanopticWorkspace(), options);
        var errors = SegmentErrors.Of(table, matches, truth.Categories);
        return SegmentPicture.Draw(
            truth.Annotations[worst.Index].FileName,
            $"{worst.Missed} missed, {worst.Wrong} wrong, {errors.Confused} confused, quality {ScoreText.Cell(worst.PQ)}",
            evaluation.Files(worst.Index), table, errors, colors, photographs);
    }
}
