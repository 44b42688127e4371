using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings.Kernels;

/// <summary>Finds where objects and stuff are on one map of one image, and the kernel of each (panopticfcn/panoptic_seg.py).</summary>
public static class Positions
{
    /// <summary>Objects: peaks of the centers' probability, averaged with its surroundings.</summary>
    /// <param name="level">The map.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="pool">Side of the surroundings in positions, an odd number.</param>
    /// <param name="config">Thresholds.</param>
    /// <returns>Objects with kernels (M, W).</returns>
    public static FoundThings Things(KernelLevel level, int image, int pool, KernelReadingConfig config)
    {
        ArgumentNullException.ThrowIfNull(level);
        ArgumentNullException.ThrowIfNull(config);
        using var scope = TensorScope.Open();
        var plain = level.Centers.Narrow(0, image, 1).To(DType.Float32).Contiguous().Sigmoid();
        var blurred = (plain + plain.AvgPool2d([pool, pool], [1, 1], [pool / 2, pool / 2])) / 2;
        var peaks = blurred * blurred.MaxPool2d([3, 3], [1, 1], [1, 1]).Eq(blurred).To(DType.Float32);
        var (scores, classes, places) = Largest(peaks, Math.Max(1, config.MostThings / 2));
        var count = Array.FindIndex(scores, score => score <= config.CenterScore) is var end and >= 0 ? end : scores.Length;
        var chosen = Tensor.From<long>(places[..count], count).To(plain.Device);
        var kernels = level.Kernels.Select(0, image).Flatten(1).IndexSelect(1, chosen).T().To(DType.Float32);
        return new FoundThings(classes[..count], scores[..count], scope.Return(kernels.Contiguous()));
    }

    /// <summary>The largest scores of a map, whatever their class, and where they are.</summary>
    /// <param name="scores">(1, T, h, w).</param>
    /// <param name="most">How many; of one class at most as many as there are positions, and so of all.</param>
    /// <returns>Scores, descending, with class and position, row by row.</returns>
    public static (float[] Scores, int[] Classes, long[] Places) Largest(Tensor scores, int most)
    {
        ArgumentNullException.ThrowIfNull(scores);
        using var scope = TensorScope.Open();
        var area = scores.Size(2) * scores.Size(3);
        var (values, at) = scores.Flatten().Topk(Math.Min(most, area));
        var flat = at.ToArray<long>();
        return (
            values.ToArray<float>(), Array.ConvertAll(flat, place => (int)(place / area)), Array.ConvertAll(flat, place => place % area));
    }

    /// <summary>Stuff: for each map the positions at which it is the likeliest.</summary>
    /// <param name="level">The map of the pyramid.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="config">Thresholds.</param>
    /// <returns>Stuff with kernels (M, W): sums over a map's positions, divided by all positions.</returns>
    public static FoundStuff Stuff(KernelLevel level, int image, KernelReadingConfig config)
    {
        ArgumentNullException.ThrowIfNull(level);
        ArgumentNullException.ThrowIfNull(config);
        using var scope = TensorScope.Open();
        var probability = level.Regions.Select(0, image).To(DType.Float32).Flatten(1).Sigmoid();
        var (maps, area) = (probability.Size(0), probability.Size(1));
        var masks = Tensor.Zeros([maps, area], DType.Float32, probability.Device)
            .Scatter(0, probability.Argmax(0, keepdim: true), Tensor.Ones([1, area], DType.Float32, probability.Device));
        var mean = ((probability * masks).Sum([1]) / masks.Sum([1]).ClampMin(1)).ToArray<float>();
        int[] kept = [.. Enumerable.Range(0, mean.Length).Where(map => mean[map] > config.StuffScore)];
        var chosen = Tensor.From<long>([.. kept.Select(map => (long)map)], kept.Length).To(probability.Device);
        var kernels = masks.IndexSelect(0, chosen).Matmul(level.Kernels.Select(0, image).To(DType.Float32).Flatten(1).T()) / area;
        return new FoundStuff(kept, [.. kept.Select(map => mean[map])], scope.Return(kernels));
    }
}
