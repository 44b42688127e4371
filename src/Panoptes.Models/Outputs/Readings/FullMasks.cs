using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings;

/// <summary>
/// The mask logits of one image at the size of its prediction, some queries at a time: all of them would fill the memory.
/// </summary>
/// <param name="outputs">The predictions.</param>
/// <param name="image">Which image of the batch.</param>
/// <param name="size">The sizes.</param>
public sealed class FullMasks(MaskSet outputs, int image, ReadingSize size)
{
    /// <summary>The image's class logits, (Q, K + 1) float32.</summary>
    public Tensor ClassLogits() => outputs.Last.ClassLogits.Select(0, image).To(DType.Float32);

    /// <summary>The sizes.</summary>
    public ReadingSize Size => size;

    /// <summary>Calls for some of the queries after the other.</summary>
    /// <param name="queries">Which, in this order.</param>
    /// <param name="action">Takes the place of the first of them in the list, and their mask logits (q, Height, Width) float32.</param>
    public void ForEach(IReadOnlyList<int> queries, Action<int, Tensor> action)
    {
        var masks = outputs.Last.MaskLogits.Select(0, image);
        var most = MaskSizes.AtOnce(outputs.PaddedSize, size);
        for (var start = 0; start < queries.Count; start += most)
        {
            using var scope = TensorScope.Open();
            long[] some = [.. queries.Skip(start).Take(most).Select(query => (long)query)];
            var chosen = masks.IndexSelect(0, Tensor.From<long>(some, some.Length).To(masks.Device)).To(DType.Float32);
            action(start, MaskSizes.Fit(chosen, outputs.PaddedSize, size));
        }
    }
}
