using Panoptes.Data.Samples;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;

namespace Panoptes.Experiments.Tests.Overfitting;

/// <summary>What masks of a coarser grid can reach: the panoptic quality of the truth itself, seen through that grid.</summary>
internal static class StrideCeiling
{
    /// <summary>
    /// Shrinks every segment to the image's size in training and to the grid there, by area, brings it back bilinearly, and gives each
    /// pixel to the segment that is strongest, if it has half of it.
    /// </summary>
    /// <param name="dataset">Images with segments.</param>
    /// <param name="shortSide">Their short side in training.</param>
    /// <param name="stride">Pixels of training to a cell of the grid.</param>
    /// <returns>PQ over classes, 0 to 1.</returns>
    public static double PanopticQuality(IDataset dataset, int shortSide, int stride)
    {
        var found = new Dictionary<int, List<double>>();
        for (var i = 0; i < dataset.Count; i++)
        {
            foreach (var (category, iou) in Overlaps(dataset.Load(i, SampleParts.Segments).Segments!, shortSide, stride))
            {
                (found.TryGetValue(category, out var list) ? list : found[category] = []).Add(iou);
            }
        }

        // A segment that keeps half of itself or less is one missed and one too many.
        return found.Values.Average(ious => ious.Where(iou => iou > 0.5).Sum() / ious.Count);
    }

    private static List<(int Category, double Iou)> Overlaps(SegmentMap map, int shortSide, int stride)
    {
        using var scope = TensorScope.Open();
        var (height, width) = (map.Ids.Height, map.Ids.Width);
        var ids = Tensor.From<int>(map.Ids.Pixels, 1, 1, height, width);
        Tensor[] masks = [.. map.Segments.Select(segment => ids.Eq(segment.Id).To(DType.Float32))];
        var scale = (double)shortSide / Math.Min(height, width);
        var (rows, columns) = (Cells(height * scale, stride), Cells(width * scale, stride));
        var seen = Upsampling.ToSize(Ops.Cat(masks, 1).AdaptiveAvgPool2d([rows, columns]), height, width);
        var owner = seen.Argmax(1);
        var overlaps = new List<(int Category, double Iou)>();
        for (var k = 0; k < masks.Length; k++)
        {
            var mine = owner.Eq(k).LogicalAnd(seen.Select(1, k).Ge(0.5)).To(DType.Float32);
            var truth = masks[k].Squeeze(1);
            var onVoid = (mine * ids.Squeeze(1).Eq(0).To(DType.Float32)).Sum().Item();
            var common = (mine * truth).Sum().Item();
            overlaps.Add((map.Segments[k].CategoryTrainId, common / (mine.Sum().Item() + truth.Sum().Item() - common - onVoid)));
        }

        return overlaps;
    }

    private static long Cells(double length, int stride) => (long)Math.Ceiling(length / stride);
}
