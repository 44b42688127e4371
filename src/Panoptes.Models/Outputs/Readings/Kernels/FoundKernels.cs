using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings.Kernels;

/// <summary>What all maps of the pyramid found in one image, as embeddings.</summary>
/// <param name="Things">Objects, the surest first, each once.</param>
/// <param name="Stuff">Stuff, each map once.</param>
public sealed record FoundKernels(FoundThings Things, FoundStuff Stuff)
{
    // Sides of the surroundings that the centers of each map are averaged with, for p3 to p7.
    private static readonly int[] Pools = [3, 3, 3, 5, 5];

    /// <summary>Finds them.</summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <returns>Embeddings (M, C), which belong to the innermost open scope.</returns>
    public static FoundKernels Of(KernelMaps outputs, int image)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var scope = TensorScope.Open();
        var config = outputs.Reading;
        var things = Sorted([.. outputs.Levels.Select((level, k) =>
            Positions.Things(level, image, Pools[Math.Min(k, Pools.Length - 1)], config))]);
        var stuff = Joined([.. outputs.Levels.Select(level => Positions.Stuff(level, image, config))]);
        var fused = KernelFusion.Things(things with { Vectors = outputs.EmbedThings(things.Vectors) }, config.Similarity);
        var averaged = KernelFusion.Stuff(stuff with { Vectors = outputs.EmbedStuff(stuff.Vectors) });
        return new FoundKernels(
            fused with { Vectors = scope.Return(fused.Vectors) }, averaged with { Vectors = scope.Return(averaged.Vectors) });
    }

    private static FoundThings Sorted(FoundThings[] levels)
    {
        var vectors = Ops.Cat([.. levels.Select(level => level.Vectors)], 0);
        var all = levels.SelectMany(level => level.Classes.Zip(level.Scores)).ToArray();
        long[] order = [.. Enumerable.Range(0, all.Length).OrderByDescending(row => all[row].Second).Select(row => (long)row)];
        return new FoundThings(
            [.. order.Select(row => all[row].First)],
            [.. order.Select(row => all[row].Second)],
            vectors.IndexSelect(0, Tensor.From<long>(order, order.Length).To(vectors.Device)));
    }

    private static FoundStuff Joined(FoundStuff[] levels) => new(
        [.. levels.SelectMany(level => level.Maps)],
        [.. levels.SelectMany(level => level.Scores)],
        Ops.Cat([.. levels.Select(level => level.Vectors)], 0));
}
