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
    // Elements at the larger of the sizes passed through: 64 MiB of float32.
    private const long Chunk = 1 << 24;

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
        var largest = Math.Max((long)outputs.PaddedSize.Height * outputs.PaddedSize.Width, (long)size.Height * size.Width);
        var most = (int)Math.Max(1, Chunk / largest);
        for (var start = 0; start < queries.Count; start += most)
        {
            using var scope = TensorScope.Open();
            long[] some = [.. queries.Skip(start).Take(most).Select(query => (long)query)];
            action(start, Resize(masks.IndexSelect(0, Tensor.From<long>(some, some.Length).To(masks.Device)).To(DType.Float32)));
        }
    }

    private Tensor Resize(Tensor masks)
    {
        var padded = ToSize(masks.Unsqueeze(0), outputs.PaddedSize.Height, outputs.PaddedSize.Width);
        var own = padded.Narrow(2, 0, size.ImageHeight).Narrow(3, 0, size.ImageWidth);
        return ToSize(own, size.Height, size.Width).Squeeze(0);
    }

    private static Tensor ToSize(Tensor masks, int height, int width) => masks.Size(2) == height && masks.Size(3) == width
        ? masks
        : masks.Contiguous().UpsampleBilinear2d([height, width], false);
}
