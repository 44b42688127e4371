using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Views;

/// <summary>Makes one mask of those that the views of a group have.</summary>
internal static class GroupMasks
{
    /// <summary>The mask of each group.</summary>
    /// <param name="groups">Of each view the place of a candidate, or -1; at least one.</param>
    /// <param name="views">The candidates of every view.</param>
    /// <param name="grid">The cells of their masks.</param>
    /// <param name="device">Where the masks lie.</param>
    /// <param name="vote">What of masks (M, H, W) is added up, (M, T, H, W).</param>
    /// <param name="settle">Makes masks (M, H, W) of the sums (M, T, H, W) and how many views were added to each, (M, 1, 1).</param>
    /// <returns>(G, H, W) float32 in the innermost open scope.</returns>
    public static Tensor Of(
        IReadOnlyList<int[]> groups, IReadOnlyList<ViewMasks> views, ViewGrid grid, Device device, Func<Tensor, Tensor> vote,
        Func<Tensor, Tensor, Tensor> settle)
    {
        using var scope = TensorScope.Open();
        var all = Tensor.Zeros([groups.Count, grid.Height, grid.Width], DType.Float32, device);
        for (var start = 0; start < groups.Count; start += grid.AtOnce)
        {
            using var inner = TensorScope.Open();
            int[][] some = [.. groups.Skip(start).Take(grid.AtOnce)];
            float[] counts = [.. some.Select(group => (float)group.Count(place => place >= 0))];
            var masks = settle(Sum(some, views, device, vote), Tensor.From(counts, some.Length, 1, 1).To(device));
            all.Narrow(0, start, some.Length).CopyInPlace(masks);
        }

        return scope.Return(all);
    }

    // One view at a time.
    private static Tensor Sum(int[][] groups, IReadOnlyList<ViewMasks> views, Device device, Func<Tensor, Tensor> vote)
    {
        using var scope = TensorScope.Open();
        Tensor? sum = null;
        for (var view = 0; view < views.Count; view++)
        {
            using var inner = TensorScope.Open();
            int[] seen = [.. Enumerable.Range(0, groups.Length).Where(group => groups[group][view] >= 0)];
            if (seen.Length == 0)
            {
                continue;
            }

            var votes = vote(views[view].Masks(seen.Select(group => groups[group][view]), device));
            sum ??= inner.Return(Tensor.Zeros([groups.Length, .. votes.Shape[1..]], DType.Float32, device));
            sum.IndexAddInPlace(0, ViewMasks.Rows(seen, device), votes);
        }

        return scope.Return(sum!);
    }
}
