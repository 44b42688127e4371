using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Matching;
using Panoptes.Training.Points;

namespace Panoptes.Training.Supervision.Teachers.Agreement;

/// <summary>Agreement of a set of masks with labels that are masks, at the resolution of the network's own.</summary>
internal static class QueryAgreement
{
    private const double Inside = 0.5;

    /// <summary>Compares the queries that see something with an image's labels; those of one class of stuff are one mask.</summary>
    /// <param name="prediction">The network's answer.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="truth">The labels.</param>
    /// <param name="isWanted">Whether a class is labeled at all.</param>
    /// <param name="isThing">Whether a class is one of objects.</param>
    public static LabelAgreement Of(
        MaskPrediction prediction, int image, MaskTruth truth, Func<int, bool> isWanted, Func<int, bool> isThing)
    {
        var (best, at) = prediction.ClassLogits.Select(0, image).To(DType.Float32).Softmax(-1).Max(1);
        var (scores, classes) = (best.ToArray<float>(), at.ToArray<long>());
        var none = prediction.ClassLogits.Size(2) - 1;
        var groups = Enumerable.Range(0, scores.Length)
            .Where(query => classes[query] != none && isWanted((int)classes[query]))
            .GroupBy(query => isThing((int)classes[query]) ? -1 - query : classes[query]).Select(group => group.ToArray()).ToList();
        int[] labels = [.. truth.Masks.Select(mask => mask.Class)];
        if (groups.Count == 0 || labels.Length == 0)
        {
            return FoundLabels.Count(labels, [], (_, _) => 0);
        }

        var masks = prediction.MaskLogits.Select(0, image);
        var said = Ops.Stack([.. groups.Select(group =>
            masks.IndexSelect(0, RowIndices.Of(group, masks.Device)).Amax([0]).Gt(0).To(DType.Float32).Flatten())]);
        var taught = truth.At(PointSampling.Centers(masks.Size(1), masks.Size(2)).To(masks.Device)).Gt(Inside).To(DType.Float32);
        var common = taught.Matmul(said.Transpose(0, 1)).ToArray<float>();
        var (labelAreas, areas) = (taught.Sum([1]).ToArray<float>(), said.Sum([1]).ToArray<float>());
        return FoundLabels.Count(
            labels, [.. groups.Select(group => ((int)classes[group[0]], (double)group.Max(query => scores[query])))], (label, one) =>
            {
                double shared = common[(label * groups.Count) + one];
                return shared == 0 ? 0 : shared / (labelAreas[label] + areas[one] - shared);
            });
    }
}
