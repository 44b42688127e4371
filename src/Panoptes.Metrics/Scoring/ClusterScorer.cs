using System.Text.Json.Nodes;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Unsupervised;

namespace Panoptes.Metrics.Scoring;

/// <summary>Scores predictions that are cluster ids.</summary>
public static class ClusterScorer
{
    /// <summary>Scores.</summary>
    /// <param name="truthFolder">*_semantic.png of class ids and *_instance.png.</param>
    /// <param name="predictionFolder">*_semantic.png of cluster ids and *_instance.png.</param>
    /// <param name="names">Class names by id.</param>
    /// <param name="options">The protocol.</param>
    /// <param name="threads">Worker threads; 0 for all cores.</param>
    /// <param name="progress">Told how many of how many images are done, from any thread; null tells nobody.</param>
    public static ScoreReport Score(
        string truthFolder, string predictionFolder, IReadOnlyList<string> names, UnsupervisedOptions options, int threads = 0,
        Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(options);
        var evaluation = new UnsupervisedEvaluation(truthFolder, predictionFolder);
        var scores = evaluation.Run(options, threads, progress);
        return new ScoreReport
        {
            Protocol = $"unsupervised panoptic, CUPS 78fc273 on torchmetrics 1.3.1 ({Matching(options)})",
            Title = "clusters",
            Inputs = [new("gt", truthFolder, InputHash.Of(truthFolder, ".png")), new(
                "pred", predictionFolder, InputHash.Of(predictionFolder, ".png"))],
            Headlines =
            [
                new("PQ", scores.All.PQ), new("SQ", scores.All.SQ), new("RQ", scores.All.RQ), new("PQ_th", scores.Things.PQ),
                new("SQ_th", scores.Things.SQ), new("RQ_th", scores.Things.RQ),
                new("PQ_st", scores.Stuff.PQ), new("SQ_st", scores.Stuff.SQ), new("RQ_st", scores.Stuff.RQ), new("Acc", scores.Accuracy),
                new("mIoU", scores.MeanIoU),
            ],
            Tables = [ClassTable(scores, names), AssignmentTable(scores, names)],
            Details = Details(scores, names),
            Resampling = new Resampling([.. evaluation.Names], [.. scores.Classes.Select(c => NameOf(c.Class, names))], scores.Resample),
            Remarks =
            [
                $"predicted void: {ScoreText.Cell(scores.PredictedVoidShare)} % of the labeled pixels",
                $"{scores.All.Classes} classes averaged; intervals hold the assignment of clusters fixed",
                .. UnusedPredictions.Warning(evaluation.Unused),
            ],
        };
    }

    private static string Matching(UnsupervisedOptions options) =>
        options.DisableMatching
            ? "no matching"
            : $"{(options.OneToOne ? "one to one" : "many to one")}, things and stuff "
                + $"{(options.ThingPrototypes is null ? "together" : "apart")}";

    private static string NameOf(int c, IReadOnlyList<string> names) =>
        c == UnsupervisedOptions.Void ? "void" : c < names.Count ? names[c] : $"class_{c}";

    private static ScoreTable ClassTable(UnsupervisedScores scores, IReadOnlyList<string> names) => new(
        "classes", ["class", "kind", "PQ", "SQ", "RQ", "TP", "FP", "FN"],
        [.. scores.Classes.Select(c => (IReadOnlyList<object>)
        [
            NameOf(c.Class, names), c.IsThing ? "thing" : "stuff", c.Counts ? c.PQ : double.NaN, c.Counts ? c.SQ : double.NaN,
            c.Counts ? c.RQ : double.NaN,
            c.Sums.TruePositives, c.Sums.FalsePositives, c.Sums.FalseNegatives,
        ])]);

    private static ScoreTable AssignmentTable(UnsupervisedScores scores, IReadOnlyList<string> names) => new(
        "clusters", ["cluster", "class", "pixels", "of that class"],
        [.. scores.Assignments
            .Select((c, k) => (IReadOnlyList<object>)[
                $"{k}", NameOf(c, names), scores.Pixels[k].Sum(), c < scores.Pixels[k].Length ? scores.Pixels[k][c] : 0L,
            ])]);

    private static JsonObject Details(UnsupervisedScores scores, IReadOnlyList<string> names) => new()
    {
        ["assignments"] = ScoreJson.Numbers(scores.Assignments.Select(a => (long)a)),
        ["semantic_assignments"] = ScoreJson.Numbers(scores.SemanticAssignments.Select(a => (long)a)),
        ["predicted_void_share"] = scores.PredictedVoidShare,
        ["pixels_clusters_by_classes"] = new JsonArray([.. scores.Pixels.Select(row => (JsonNode)ScoreJson.Numbers(row))]),
        ["classes"] = new JsonArray([.. scores.Classes.Select(c => (JsonNode)new JsonObject
        {
            ["id"] = c.Class, ["name"] = NameOf(
                c.Class, names), ["isthing"] = c.IsThing ? 1 : 0, ["absent"] = !c.Counts, ["pq"] = c.PQ, ["sq"] = c.SQ, ["rq"] = c.RQ,
            ["iou_sum"] = c.Sums.IoU.Value, ["tp"] = c.Sums.TruePositives, ["fp"] = c.Sums.FalsePositives, ["fn"] = c.Sums.FalseNegatives,
        })]),
    };
}
