using Panoptes.Imaging;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings;

/// <summary>
/// A set of masks read as a class for every pixel: the sum over queries of class probability, "no object" left out, times mask probability
/// (Mask2Former, <c>semantic_inference</c>).
/// </summary>
public static class SemanticReading
{
    // Elements of the scores that are held at once: 256 MiB of float32.
    private const long Chunk = 1 << 26;

    /// <summary>The best class of every pixel.</summary>
    /// <param name="outputs">The predictions.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    public static Plane<ushort> Labels(MaskSet outputs, int image, ReadingSize size)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var classes = (int)outputs.Last.ClassLogits.Size(2) - 1;
        var most = (int)Math.Clamp(Chunk / ((long)size.Height * size.Width), 1, classes);
        Tensor? best = null;
        Tensor? owner = null;
        for (var start = 0; start < classes; start += most)
        {
            using var inner = TensorScope.Open();
            var (value, at) = Scores(outputs, image, size, start, Math.Min(most, classes - start)).Max(0);
            var isBetter = best is null ? null : value.Gt(best);
            owner = inner.Return(isBetter is null ? at + start : isBetter.Where(at + start, owner!));
            best = inner.Return(isBetter is null ? value : isBetter.Where(value, best!));
        }

        return new Plane<ushort>(size.Width, size.Height, [.. owner!.ToArray<int>().Select(id => (ushort)id)]);
    }

    /// <summary>The scores of all classes; as much memory as the prediction has pixels and the network classes.</summary>
    /// <param name="outputs">The predictions.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <returns>(K, Height, Width) float32; belongs to the innermost open scope.</returns>
    public static Tensor Scores(MaskSet outputs, int image, ReadingSize size)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return Scores(outputs, image, size, 0, (int)outputs.Last.ClassLogits.Size(2) - 1);
    }

    private static Tensor Scores(MaskSet outputs, int image, ReadingSize size, int start, int length)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var masks = new FullMasks(outputs, image, size);
        var probability = masks.ClassLogits().Softmax(-1).Narrow(1, start, length).T();
        var sum = Tensor.Zeros([length, (long)size.Height * size.Width], DType.Float32, probability.Device);
        masks.ForEach([.. Enumerable.Range(0, (int)probability.Size(1))], (first, logits) =>
            sum.AddInPlace(probability.Narrow(1, first, logits.Size(0)).Matmul(logits.Sigmoid().Flatten(1))));
        return scope.Return(sum.View([length, size.Height, size.Width]));
    }
}
