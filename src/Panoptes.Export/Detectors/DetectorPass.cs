using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Recording;

namespace Panoptes.Export.Detectors;

/// <summary>
/// A detector on one image in steps of fixed sizes, which have a graph: as many proposals and objects as there may be at most, of which
/// those that are none have a score below 0. It decides as <see cref="ProposalGenerator"/> and <see cref="BoxFinder"/> do, but that of
/// pairs of box and class above the least score the <see cref="MostPairs"/> surest alone are compared.
/// </summary>
internal static class DetectorPass
{
    /// <summary>(1, D, 4) left, top, right and bottom edge in pixels of the input.</summary>
    public const string Boxes = "boxes";

    /// <summary>(1, D) probability of the class; below 0 where there is no object.</summary>
    public const string Scores = "scores";

    /// <summary>(1, D) place of the class among those of objects.</summary>
    public const string Classes = "classes";

    /// <summary>(1, D, s, s) probability that a pixel of the box is inside.</summary>
    public const string Masks = "masks";

    /// <summary>(1, S + 1, h, w) logits of stuff over the padded input.</summary>
    public const string Stuff = "stuff_logits";

    /// <summary>The operator that keeps the best of boxes that overlap: (R) bool.</summary>
    public const string KeepOperator = "panoptes::keep_best";

    private const int MostPairs = 1000;
    private const double Never = -1e30;

    /// <summary>The outputs of one pass.</summary>
    /// <param name="model">The detector, in evaluation.</param>
    /// <param name="images">(1,3,H,W), normalized.</param>
    public static IReadOnlyList<(string Name, Tensor Tensor)> Outputs(MaskRcnn model, Tensor images)
    {
        var (height, width) = ((int)images.Size(2), (int)images.Size(3));
        var seen = model.Look(images);
        var (proposals, isProposal) = Propose(seen.Proposals, model.Config.Proposals, height, width);
        var (scores, boxes) = BoxFinder.Refine(model.Heads, seen.Pyramid, [proposals], (height, width));
        var found = Sure(scores[0], boxes[0], isProposal, model.Finding, height, width);
        var masks = BoxFinder.OwnMasks(model.Heads, seen.Pyramid, [found.Boxes], [found.Classes]);
        return
        [
            (Boxes, found.Boxes.Unsqueeze(0)), (Scores, found.Scores.Unsqueeze(0)), (Classes, found.Classes.Unsqueeze(0)),
            (Masks, masks.Unsqueeze(0)),
            .. seen.Semantic is { } stuff ? [(Stuff, stuff)] : Array.Empty<(string, Tensor)>(),
        ];
    }

    // (P, 4), and (P) whether a box is one.
    private static (Tensor Boxes, Tensor IsOne) Propose(IReadOnlyList<ProposalLevel> levels, ProposalConfig config, int height, int width)
    {
        List<Tensor> boxes = [], logits = [];
        List<long> groups = [];
        for (var k = 0; k < levels.Count; k++)
        {
            var count = Math.Min(config.Candidates, levels[k].Anchors.Size(0));
            var (own, places) = levels[k].FlatObjectness().Topk(count, 1);
            var deltas = levels[k].FlatDeltas().Gather(1, places.Unsqueeze(2).Expand([1, count, 4])).Reshape([-1, 4]);
            boxes.Add(ProposalGenerator.Coder.Decode(deltas, levels[k].Anchors.IndexSelect(0, places.Flatten())));
            logits.Add(own.Flatten());
            groups.AddRange(Enumerable.Repeat((long)k, (int)count));
        }

        var all = BoxOperations.Clip(Ops.Cat([.. boxes], 0), height, width);
        var likely = Ops.Cat([.. logits], 0);
        likely = BoxOperations.NonEmpty(all).Where(likely, Tensor.Full(likely.Shape, Never));
        var map = Tensor.From<long>([.. groups], groups.Count);
        likely = Keep(all, likely, map, levels.Count, config.Overlap, Never / 2).Where(likely, Tensor.Full(likely.Shape, Never));
        var (values, best) = likely.Topk(Math.Min(config.Most, groups.Count), 0);
        return (all.IndexSelect(0, best), values.Gt(Never / 2));
    }

    private static SureBoxes Sure(Tensor probability, Tensor boxes, Tensor isProposal, FindingConfig config, int height, int width)
    {
        var (rows, things) = (probability.Size(0), probability.Size(1) - 1);
        var score = probability.Narrow(1, 0, things);
        var counts = score.Gt(config.Score).LogicalAnd(isProposal.Unsqueeze(1));
        var (values, places) = counts.Where(score, Tensor.Full(score.Shape, -1)).Reshape([-1]).Topk(Math.Min(MostPairs, rows * things), 0);
        long[] pairs = [.. Enumerable.Range(0, (int)(rows * things)).Select(place => (long)place)];
        var classes = Tensor.From<long>(Array.ConvertAll(pairs, place => place % things), pairs.Length).IndexSelect(0, places);
        var row = Tensor.From<long>(Array.ConvertAll(pairs, place => place / things), pairs.Length).IndexSelect(0, places);
        var own = boxes.Size(1) == 4 ? boxes.IndexSelect(0, row) : boxes.Reshape([-1, 4]).IndexSelect(0, places);
        own = BoxOperations.Clip(own, height, width);
        var sure = Keep(own, values, classes, (int)things, config.Overlap, 0).Where(values, Tensor.Full(values.Shape, -1));
        var (scores, best) = sure.Topk(Math.Min(config.Most, sure.Size(0)), 0);
        return new SureBoxes(own.IndexSelect(0, best), scores, classes.IndexSelect(0, best));
    }

    // Whether a box above the least score stays: no better one of its group that stays overlaps it too much.
    private static Tensor Keep(Tensor boxes, Tensor scores, Tensor groups, int count, double overlap, double least) =>
        OperatorRecorder.Whole(
            KeepOperator,
            new Dictionary<string, object?>
            {
                ["boxes"] = boxes,
                ["scores"] = scores,
                ["groups"] = groups,
                ["count"] = (long)count,
                ["overlap"] = overlap,
                ["least"] = least,
            },
            () =>
            {
                var above = scores.Gt(least).Nonzero().Flatten();
                var kept = above.IndexSelect(0, BatchedNms.Keep(
                    boxes.IndexSelect(0, above), scores.IndexSelect(0, above), groups.IndexSelect(0, above), overlap));
                var stays = new bool[scores.Count];
                foreach (var place in kept.ToArray<long>())
                {
                    stays[place] = true;
                }

                return Tensor.From<bool>(stays, stays.Length);
            });
}
