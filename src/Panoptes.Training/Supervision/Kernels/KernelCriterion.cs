using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Configuration;
using Panoptes.Training.Losses;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Supervision.Kernels;

/// <summary>
/// The loss of positions and kernels (Li et al. 2021, section 3.2 and 3.3; panopticfcn/loss.py, panoptic_seg.py): focal loss of centers and
/// regions, dice loss of the masks that the kernels of true objects and stuff draw.
/// </summary>
/// <param name="config">The weights.</param>
public sealed class KernelCriterion(KernelLossConfig config)
{
    /// <summary>The losses <c>loss_pos_th</c>, <c>loss_pos_st</c>, <c>loss_seg_th</c>, <c>loss_seg_st</c>.</summary>
    /// <param name="outputs">What the network put out, with gradients.</param>
    /// <param name="truth">What it is to find.</param>
    /// <param name="things">The embeddings of the true objects.</param>
    public IReadOnlyList<NamedLoss> Compute(KernelMaps outputs, KernelTruth truth, ThingEmbeddings things)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(things);
        return
        [
            new NamedLoss("loss_pos_th", Centers(outputs, truth), config.PositionWeight) { Over = new(truth.AssignedCount, Least: 1) },
            new NamedLoss("loss_pos_st", Regions(outputs, truth), config.PositionWeight),
            new NamedLoss("loss_seg_th", Things(truth, things), config.MaskWeight) { Over = new(things.Drawings, Least: 1) },
            new NamedLoss("loss_seg_st", Stuff(outputs, truth, things.Features), config.MaskWeight)
            {
                Over = new(truth.StuffCount, Least: 1),
            },
        ];
    }

    private static Tensor Centers(KernelMaps outputs, KernelTruth truth)
    {
        using var scope = TensorScope.Open();
        return scope.Return(outputs.Levels
            .Select((level, k) => SoftFocalLoss.Each(level.Centers.To(DType.Float32), truth.Levels[k].Centers).Sum())
            .Aggregate((sum, term) => sum + term) / Math.Max(1, truth.AssignedCount));
    }

    // Each stuff map's mean over its positions, summed over maps and levels, averaged over images.
    private static Tensor Regions(KernelMaps outputs, KernelTruth truth)
    {
        using var scope = TensorScope.Open();
        return scope.Return(outputs.Levels
            .Select((level, k) =>
                SoftFocalLoss.Each(level.Regions.To(DType.Float32), truth.Levels[k].StuffScores).Mean([2, 3]).Sum())
            .Aggregate((sum, term) => sum + term) / truth.Images.Count);
    }

    private static Tensor Things(KernelTruth truth, ThingEmbeddings things)
    {
        using var scope = TensorScope.Open();

        // The rows of each image, and in them the drawings of its objects.
        var sum = Nothing(things);
        for (var n = 0; n < truth.Images.Count; n++)
        {
            int[] rows = [.. Enumerable.Range(0, things.Count).Where(row => things.Images[row] == n)];
            if (rows.Length == 0)
            {
                continue;
            }

            var chosen = RowIndices.Of(rows, things.Features.Device);
            var places = truth.Images[n].Masks.Select((mask, at) => (mask, at)).ToDictionary(pair => pair.mask, pair => pair.at);
            var masks = truth.Images[n].Things.Flatten(1)
                .IndexSelect(0, RowIndices.Of(rows.Select(row => places[things.Things[row]]), things.Features.Device));
            var logits = things.Embeddings.IndexSelect(0, chosen).Matmul(things.Features.Select(0, n).Flatten(1));
            sum = sum + (SquaredDiceLoss.Each(logits, masks) * things.Weights.IndexSelect(0, chosen)).Sum();
        }

        return scope.Return(sum / Math.Max(1, things.Drawings));
    }

    private static Tensor Stuff(KernelMaps outputs, KernelTruth truth, Tensor features)
    {
        using var scope = TensorScope.Open();
        var kernels = new List<Tensor>();
        foreach (var (level, found) in outputs.Levels.Zip(truth.Levels))
        {
            // Sums over a map's positions, divided by all positions: pooling, no mean over the mask.
            var masks = found.StuffScores.Gt(0).To(DType.Float32).Flatten(2);
            kernels.AddRange(found.Stuff.GroupBy(stuff => stuff.Image).Select(group =>
                masks.Select(0, group.Key).IndexSelect(0, RowIndices.Of(group.Select(stuff => stuff.Map), features.Device))
                    .Matmul(level.Kernels.Select(0, group.Key).To(DType.Float32).Flatten(1).T()) / masks.Size(2)));
        }

        var all = kernels.Count > 0 ? Ops.Cat([.. kernels], 0)
            : outputs.Levels[0].Kernels.To(DType.Float32).Permute([0, 2, 3, 1]).Flatten(0, 2).Narrow(0, 0, 0);
        var embeddings = outputs.EmbedStuff(all).To(DType.Float32);
        var order = truth.Levels.SelectMany(level => level.Stuff).Select((stuff, row) => (stuff.Image, stuff.Map, Row: row)).ToArray();
        var sum = embeddings.Narrow(0, 0, 0).Sum();
        foreach (var group in order.GroupBy(stuff => stuff.Image))
        {
            var logits = embeddings.IndexSelect(0, RowIndices.Of(group.Select(stuff => stuff.Row), features.Device))
                .Matmul(features.Select(0, group.Key).Flatten(1));
            var masks = truth.Images[group.Key].Stuff.Flatten(1)
                .IndexSelect(0, RowIndices.Of(group.Select(stuff => stuff.Map), features.Device));
            sum = sum + SquaredDiceLoss.Each(logits, masks).Sum();
        }

        return scope.Return(sum / Math.Max(1, truth.StuffCount));
    }

    // 0 with a gradient of 0: every parameter takes part in every step.
    private static Tensor Nothing(ThingEmbeddings things) =>
        things.Embeddings.Narrow(0, 0, 0).Sum() + things.Weights.Narrow(0, 0, 0).Sum() + things.Features.Narrow(1, 0, 0).Sum();
}
