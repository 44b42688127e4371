using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings;

/// <summary>
/// A set of masks read as objects that may overlap: the likeliest pairs of query and class, scored by the class's probability times the
/// mean mask
/// probability inside the mask (Mask2Former, <c>instance_inference</c>). Nothing is suppressed.
/// </summary>
public static class InstanceReading
{
    /// <summary>Reads one image.</summary>
    /// <param name="outputs">The predictions.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="isThing">
    /// Whether a class is one of objects; pairs of other classes are left out, after the likeliest were taken.
    /// </param>
    /// <param name="most">How many pairs are taken, at least 1.</param>
    /// <returns>The objects, the surest first; those without a pixel are left out.</returns>
    public static InstancePrediction Read(MaskSet outputs, int image, ReadingSize size, Func<int, bool> isThing, int most = 100)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(isThing);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var masks = new FullMasks(outputs, image, size);
        var pairs = Likeliest(masks.ClassLogits(), most).Where(pair => isThing(pair.Class)).ToArray();
        int[] queries = [.. pairs.Select(pair => pair.Query).Distinct().Order()];
        var found = new Dictionary<int, (RunLengthMask Mask, double Score)>();
        masks.ForEach(queries, (first, logits) =>
        {
            var inside = logits.Gt(0);
            var count = inside.Sum([1, 2]);
            var score = ((logits.Sigmoid() * inside.To(DType.Float32)).Sum([1, 2]) / (count.To(DType.Float32) + 1e-6)).ToArray<float>();
            var pixels = inside.To(DType.UInt8).ToArray<byte>();
            for (var i = 0; i < score.Length; i++)
            {
                var area = size.Height * size.Width;
                var mask = RunLengthMask.Encode(new Plane<byte>(size.Width, size.Height, pixels.AsSpan(i * area, area).ToArray()));
                found.Add(queries[first + i], (mask, score[i]));
            }
        });
        var instances = pairs.Where(pair => found[pair.Query].Mask.Area > 0)
            .Select(pair => new PredictedInstance(pair.Class, pair.Score * found[pair.Query].Score, found[pair.Query].Mask));
        return new InstancePrediction(size.Width, size.Height, [.. instances.OrderByDescending(instance => instance.Score)]);
    }

    private static IEnumerable<(int Query, int Class, float Score)> Likeliest(Tensor classLogits, int most)
    {
        var classes = (int)classLogits.Size(1) - 1;
        var flat = classLogits.Softmax(-1).Narrow(1, 0, classes).Reshape([-1]);
        var (values, places) = flat.Topk(Math.Min(most, flat.Count));
        return values.ToArray<float>()
            .Zip(places.ToArray<long>(), (score, place) => ((int)(place / classes), (int)(place % classes), score));
    }
}
