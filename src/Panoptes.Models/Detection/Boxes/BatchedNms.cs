using Panoptes.Tensors;

namespace Panoptes.Models.Detection.Boxes;

/// <summary>Non-maximum suppression within classes, or within levels of a pyramid (detectron2, batched_nms).</summary>
public static class BatchedNms
{
    /// <summary>The boxes that no better one of their class overlaps too much.</summary>
    /// <param name="boxes">(R, 4), finite.</param>
    /// <param name="scores">(R).</param>
    /// <param name="classes">(R) integers.</param>
    /// <param name="threshold">A box goes whose IoU with a better one that stays is above this.</param>
    /// <returns>The rows that stay, best first, of equally good ones the first: (K) int64 on the boxes' device.</returns>
    public static Tensor Keep(Tensor boxes, Tensor scores, Tensor classes, double threshold)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(classes);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var (places, ranks) = (boxes.To(Device.Cpu), scores.To(Device.Cpu, DType.Float32));
        long[] of = classes.To(Device.Cpu, DType.Int64).ToArray<long>();
        var kept = new List<long>();
        foreach (var group in Enumerable.Range(0, of.Length).GroupBy(row => of[row], row => (long)row))
        {
            long[] rows = [.. group];
            var own = Tensor.From<long>(rows, rows.Length);
            kept.AddRange(places.IndexSelect(0, own).Nms(ranks.IndexSelect(0, own), threshold).ToArray<long>().Select(row => rows[row]));
        }

        var score = ranks.ToArray<float>();
        long[] sorted = [.. kept.OrderByDescending(row => score[row]).ThenBy(row => row)];
        return scope.Return(Tensor.From<long>(sorted, sorted.Length).To(boxes.Device));
    }
}
