using Panoptes.Models.Detection.Boxes;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Detection;

/// <summary>
/// A region proposal network (Ren et al. 2015) under detectron2's name <c>rpn_head</c>: boxes that may hold an object of any class.
/// </summary>
public sealed class ProposalGenerator : Module
{
    private readonly ProposalConfig config;
    private readonly ProposalHead head;

    /// <summary>Makes one.</summary>
    /// <param name="width">Channels of the pyramid.</param>
    /// <param name="config">Anchors and thresholds.</param>
    public ProposalGenerator(int width, ProposalConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        this.config = config;
        head = Child("rpn_head", new ProposalHead(width, config.AspectRatios.Count));
    }

    /// <summary>How boxes are coded against anchors.</summary>
    public static BoxCoder Coder { get; } = BoxCoder.One;

    /// <summary>What the network says of every map.</summary>
    /// <param name="pyramid">The maps, finest first.</param>
    public IReadOnlyList<ProposalLevel> Forward(IReadOnlyList<Tensor> pyramid) => [.. pyramid.Select(Forward)];

    /// <summary>
    /// The likeliest boxes of every image: of each map the likeliest anchors, moved and cut at the image's edges, without those that
    /// overlap a likelier one of the same map (find_top_rpn_proposals). Without gradients.
    /// </summary>
    /// <param name="levels">What <see cref="Forward(IReadOnlyList{Tensor})"/> made.</param>
    /// <param name="size">Height and width of the images in pixels.</param>
    /// <returns>Of each image (P, 4) boxes and (P) logits, the likeliest first.</returns>
    public IReadOnlyList<(Tensor Boxes, Tensor Logits)> Propose(IReadOnlyList<ProposalLevel> levels, (int Height, int Width) size)
    {
        ArgumentNullException.ThrowIfNull(levels);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var candidates = IsTraining ? config.CandidatesInTraining : config.Candidates;
        var parts = levels.Select(level => Likeliest(level, candidates)).ToArray();
        return [.. Enumerable.Range(0, (int)levels[0].Objectness.Size(0)).Select(n =>
        {
            var (boxes, logits) = Select(parts, n, size);
            return (scope.Return(boxes), scope.Return(logits));
        })];
    }

    private ProposalLevel Forward(Tensor map, int level)
    {
        using var scope = TensorScope.Open();
        var (objectness, deltas) = head.Forward(map);
        var anchors = AnchorGrid.Of(
            config.AnchorSizes[level], config.AspectRatios, 4 << level, (int)objectness.Size(2), (int)objectness.Size(3));
        return new ProposalLevel(scope.Return(objectness), scope.Return(deltas), scope.Return(anchors.To(objectness.Device)));
    }

    private static (Tensor Boxes, Tensor Logits) Likeliest(ProposalLevel level, int most)
    {
        var (logits, places) = level.FlatObjectness().Topk(Math.Min(most, level.Anchors.Size(0)), 1);
        var (images, count) = (logits.Size(0), logits.Size(1));
        var deltas = level.FlatDeltas().Gather(1, places.Unsqueeze(2).Expand([images, count, 4]));
        var chosen = level.Anchors.IndexSelect(0, places.Flatten());
        return (Coder.Decode(deltas.Reshape([-1, 4]), chosen).View([images, count, 4]), logits);
    }

    private (Tensor Boxes, Tensor Logits) Select((Tensor Boxes, Tensor Logits)[] parts, int image, (int Height, int Width) size)
    {
        using var scope = TensorScope.Open();
        var boxes = Ops.Cat([.. parts.Select(part => part.Boxes.Select(0, image))], 0);
        var logits = Ops.Cat([.. parts.Select(part => part.Logits.Select(0, image))], 0);
        long[] maps = [.. parts.SelectMany((part, k) => Enumerable.Repeat((long)k, (int)part.Logits.Size(1)))];
        boxes = BoxOperations.Clip(boxes, size.Height, size.Width);
        var whole = BoxOperations.NonEmpty(boxes)
            .LogicalAnd(boxes.Isfinite().All(1)).LogicalAnd(logits.Isfinite()).Nonzero().Flatten();
        (boxes, logits) = (boxes.IndexSelect(0, whole), logits.IndexSelect(0, whole));
        var map = Tensor.From<long>(maps, maps.Length).To(boxes.Device).IndexSelect(0, whole);
        var kept = BatchedNms.Keep(boxes, logits, map, config.Overlap);
        kept = kept.Narrow(0, 0, Math.Min(kept.Size(0), IsTraining ? config.MostInTraining : config.Most));
        return (scope.Return(boxes.IndexSelect(0, kept)), scope.Return(logits.IndexSelect(0, kept)));
    }
}
