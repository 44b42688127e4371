using Panoptes.Data.Classes;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Semantic;
using Panoptes.Metrics.Unsupervised;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>An evaluation of a network whose clusters have no names of their own.</summary>
/// <param name="Scores">The scores, with the class of every cluster.</param>
/// <param name="Classes">The classes of the truth.</param>
/// <param name="Clusters">What the network tells apart.</param>
/// <param name="Matching">How clusters were named.</param>
/// <param name="ArePixels">Whether classes of pixels were compared, and no segments.</param>
public sealed record ClusterDetail(
    UnsupervisedScores Scores, ClassTable Classes, ClassTable Clusters, ClusterMatching Matching, bool ArePixels) : IEvaluationDetail
{
    /// <inheritdoc/>
    public IReadOnlyList<ClassColumn> Columns => ArePixels ? [IoU] :
    [
        Shares("pq", "PQ", row => row.PQ),
        Shares("sq", "SQ", row => row.SQ),
        Shares("rq", "RQ", row => row.RQ),
        IoU,
        Numbers("matched", "matched", row => row.Sums.TruePositives),
        Numbers("wrong", "wrong", row => row.Sums.FalsePositives),
        Numbers("missed", "missed", row => row.Sums.FalseNegatives),
    ];

    /// <inheritdoc/>
    /// <remarks>By true and predicted class once clusters are named for mIoU: things and stuff never apart.</remarks>
    public ConfusionMatrix Pixels
    {
        get
        {
            var pixels = new ConfusionMatrix(Classes.Count);
            for (var cluster = 0; cluster < Scores.Pixels.Count; cluster++)
            {
                var named = Scores.SemanticAssignments[cluster];
                for (var truth = 0; truth < Classes.Count && named < Classes.Count; truth++)
                {
                    pixels.AddCount(truth, named, Scores.Pixels[cluster][truth]);
                }
            }

            return pixels;
        }
    }

    /// <summary>The protocol in words, which unlike results are told apart by.</summary>
    public string Protocol => ArePixels
        ? $"clusters named by Hungarian matching, {Many}"
        : $"clusters named by Hungarian matching, {Many}, things and stuff {(Matching.Separate ? "apart" : "together")}, "
            + $"{(Matching.VoidRule == VoidRule.Official ? "panopticapi's" : "torchmetrics'")} rule for void";

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks =>
    [
        Protocol,
        $"{Scores.All.Classes} of {Classes.Count} classes averaged",
        .. ArePixels ? [] : new[] { $"for PQ: {Names(Scores.Assignments)}" },
        $"for mIoU and accuracy: {Names(Scores.SemanticAssignments)}",
    ];

    private ClassColumn IoU => new("iou", "IoU", [.. SemanticScores.From(Pixels).Classes.Select(row => row.IoU)]);

    private string Many => Matching.OneToOne ? "one to one" : "many to one";

    private string Names(IReadOnlyList<int> assigned) => string.Join(
        ", ", Enumerable.Range(0, Clusters.Count)
            .Select(cluster => (Cluster: Clusters.Names[cluster], Class: assigned[cluster]))
            .Select(named => $"{named.Cluster} = {(named.Class < Classes.Count ? Classes.Names[named.Class] : "void")}"));

    private ClassColumn Shares(string name, string title, Func<UnsupervisedClassScores, double> of) =>
        new(name, title, [.. Scores.Classes.Select(row => row.Counts ? of(row) : double.NaN)]);

    private ClassColumn Numbers(string name, string title, Func<UnsupervisedClassScores, long> of) =>
        new(name, title, [.. Scores.Classes.Select(row => (double)of(row))]) { IsShare = false };
}
