using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings.Kernels;

/// <summary>Makes one of what several maps of the pyramid found (Li et al. 2021, section 3.4, "kernel fusion").</summary>
public static class KernelFusion
{
    private const double SmallestNorm = 1e-8;

    /// <summary>
    /// Objects of one class with nearly parallel embeddings are one: whoever has such a surer one before it goes, and the surer one becomes
    /// the mean of itself and those whose first it is.
    /// </summary>
    /// <param name="found">Objects with embeddings (M, C), the surest first.</param>
    /// <param name="similarity">The least cosine of what is one.</param>
    public static FoundThings Things(FoundThings found, double similarity)
    {
        ArgumentNullException.ThrowIfNull(found);
        if (found.Count == 0)
        {
            return found;
        }

        using var scope = TensorScope.Open();
        var unit = found.Vectors / found.Vectors.Square().Sum([1], keepdim: true).Sqrt().ClampMin(SmallestNorm);
        var cosines = unit.Matmul(unit.T()).ToArray<float>();
        var first = new int[found.Count];
        for (var j = 0; j < first.Length; j++)
        {
            first[j] = j;
            for (var i = 0; i < j && first[j] == j; i++)
            {
                if (found.Classes[i] == found.Classes[j] && cosines[(i * first.Length) + j] >= similarity)
                {
                    first[j] = i;
                }
            }
        }

        int[] kept = [.. Enumerable.Range(0, first.Length).Where(j => first[j] == j)];
        return new FoundThings(
            [.. kept.Select(j => found.Classes[j])],
            [.. kept.Select(j => found.Scores[j])],
            scope.Return(Means(found.Vectors, [.. kept.Select(k => Enumerable.Range(0, first.Length).Where(j => first[j] == k))])));
    }

    /// <summary>Stuff of one map is one: embeddings and scores are averaged.</summary>
    /// <param name="found">Stuff of all maps of the pyramid, with embeddings (M, C).</param>
    public static FoundStuff Stuff(FoundStuff found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var groups = Enumerable.Range(0, found.Maps.Count).GroupBy(row => found.Maps[row]).OrderBy(group => group.Key).ToArray();
        return new FoundStuff(
            [.. groups.Select(group => group.Key)],
            [.. groups.Select(group => group.Average(row => found.Scores[row]))],
            groups.Length == 0 ? found.Vectors : Means(found.Vectors, groups));
    }

    // The mean of some rows, for each group of rows: a product with the groups' shares.
    private static Tensor Means(Tensor rows, IEnumerable<int>[] groups)
    {
        using var scope = TensorScope.Open();
        var count = (int)rows.Size(0);
        var shares = new float[groups.Length * count];
        for (var g = 0; g < groups.Length; g++)
        {
            int[] members = [.. groups[g]];
            foreach (var row in members)
            {
                shares[(g * count) + row] = 1f / members.Length;
            }
        }

        return scope.Return(Tensor.From(shares, groups.Length, count).To(rows.Device).Matmul(rows));
    }
}
