using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Supervision.Kernels;

/// <summary>
/// Takes the kernels of a true object where its map is surest of its center: each becomes an embedding that learns to draw it (Li et al.
/// 2021, section 3.3, "kernel generator").
/// </summary>
public static class ThingKernels
{
    private const double LeastInside = 0.1;
    private const double SmallestSum = 1e-8;

    /// <summary>The embeddings of all objects on all maps, level by level and image by image.</summary>
    /// <param name="outputs">What the network put out, with gradients.</param>
    /// <param name="truth">What it is to find.</param>
    /// <param name="positions">Positions of each object.</param>
    /// <param name="maskWeight">The weight of masks in the network's loss.</param>
    public static ThingEmbeddings Of(KernelMaps outputs, KernelTruth truth, int positions, double maskWeight)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(truth);
        var (kernels, weights) = (new List<Tensor>(), new List<Tensor>());
        var (images, things) = (new List<int>(), new List<int>());
        for (var k = 0; k < outputs.Levels.Count; k++)
        {
            var assigned = truth.Levels[k].Things;
            if (assigned.Count > 0)
            {
                var (taken, shares, each) = Take(outputs.Levels[k], truth, assigned, positions);
                kernels.Add(taken);
                weights.Add(shares);
                images.AddRange(assigned.SelectMany(thing => Enumerable.Repeat(thing.Image, each)));
                things.AddRange(assigned.SelectMany(thing => Enumerable.Repeat(thing.Thing, each)));
            }
        }

        // Without objects the network's parts take part all the same, with gradients of 0.
        var all = kernels.Count > 0 ? Ops.Cat([.. kernels], 0)
            : outputs.Levels[0].Kernels.To(DType.Float32).Permute([0, 2, 3, 1]).Flatten(0, 2).Narrow(0, 0, 0);
        var shareOfEach = weights.Count > 0 ? Ops.Cat([.. weights], 0)
            : outputs.Levels[0].Centers.To(DType.Float32).Flatten().Narrow(0, 0, 0);
        return new ThingEmbeddings(
            outputs.EmbedThings(all).To(DType.Float32),
            shareOfEach,
            images,
            [.. things.Select((thing, row) => truth.Images[images[row]].Masks[thing])],
            [.. things.Select((thing, row) => truth.Images[images[row]].Classes[thing])],
            outputs.PixelFeatures.To(DType.Float32))
        {
            Drawings = truth.AssignedCount,
            MaskWeight = maskWeight,
        };
    }

    // Kernels (A * k, W) and shares (A * k) of A objects at k positions each.
    private static (Tensor Kernels, Tensor Shares, int Each) Take(
        KernelLevel level, KernelTruth truth, IReadOnlyList<AssignedThing> assigned, int positions)
    {
        var (classes, height, width) = (level.Centers.Size(1), level.Centers.Size(2), level.Centers.Size(3));
        var area = height * width;
        var device = level.Centers.Device;
        var each = (int)Math.Min(positions, area);
        var own = level.Centers.To(DType.Float32).Reshape([-1, area])
            .IndexSelect(0, RowIndices.Of(assigned.Select(thing => (thing.Image * classes) + thing.Class), device)).Sigmoid();
        var inside = Masks(truth, assigned).Unsqueeze(0).UpsampleBilinear2d([height, width], false).Flatten(2).Squeeze(0).Gt(LeastInside);
        var (sure, places) = (own * inside.To(DType.Float32)).Topk(each);
        var shares = sure / sure.Sum([1], keepdim: true).ClampMin(SmallestSum);
        var rows = places + (RowIndices.Of(assigned.Select(thing => (long)thing.Image), device) * area).Unsqueeze(1);
        var kernels = level.Kernels.To(DType.Float32).Permute([0, 2, 3, 1]).Flatten(0, 2).IndexSelect(0, rows.Flatten());
        return (kernels, shares.Flatten(), each);
    }

    /// <summary>The true masks of assigned objects, (A, h, w).</summary>
    private static Tensor Masks(KernelTruth truth, IReadOnlyList<AssignedThing> assigned) => Ops.Cat(
        [.. assigned.GroupBy(thing => thing.Image).OrderBy(group => group.Key).Select(group => truth.Images[group.Key].Things.IndexSelect(
            0, RowIndices.Of(group.Select(thing => (long)thing.Thing), truth.Images[group.Key].Things.Device)))],
        0);
}
