using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Views;

/// <summary>
/// Finds what several views of an image say of one and the same thing. No query or kernel of one view is that of another, so things are
/// known by class and place.
/// </summary>
internal static class ViewGroups
{
    /// <summary>
    /// The surest candidate of all views begins a group and takes, of each other view, the candidate of its class that overlaps it the
    /// most, if by an IoU of more than <see cref="LeastIou"/>; then the surest of those that are left, until none is.
    /// </summary>
    /// <param name="views">The candidates of every view.</param>
    /// <param name="grid">The cells of their masks.</param>
    /// <param name="inside">A cell is inside a mask above this value.</param>
    /// <param name="device">Where the masks lie.</param>
    /// <returns>Groups in the order in which they began: of each view the place of a candidate, or -1 where it has none.</returns>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<ViewMasks> views, ViewGrid grid, double inside, Device device)
    {
        var overlaps = Overlaps(views, grid, inside, device);
        var isTaken = views.Select(view => new bool[view.Count]).ToArray();
        var groups = new List<int[]>();
        var order = views.Index().SelectMany(view => Enumerable.Range(0, view.Item.Count).Select(place => (View: view.Index, Place: place)))
            .OrderByDescending(one => views[one.View].Scores[one.Place]);
        foreach (var (first, place) in order)
        {
            if (isTaken[first][place])
            {
                continue;
            }

            var group = new int[views.Count];
            for (var other = 0; other < views.Count; other++)
            {
                group[other] = other == first ? place : Nearest(views, overlaps, isTaken[other], (first, place), other);
                if (group[other] >= 0)
                {
                    isTaken[other][group[other]] = true;
                }
            }

            groups.Add(group);
        }

        return groups;
    }

    /// <summary>
    /// What overlaps by no more than this is not the same: above it, one mask cannot be two of another view that are disjoint.
    /// </summary>
    public const float LeastIou = 0.5f;

    // The candidate of another view that overlaps one the most, the surer one where two do alike; -1 for none.
    private static int Nearest(
        IReadOnlyList<ViewMasks> views, float[,][] overlaps, bool[] isTaken, (int View, int Place) one, int other)
    {
        var (best, most) = (-1, LeastIou);
        var candidates = views[other];
        for (var k = 0; k < candidates.Count; k++)
        {
            if (isTaken[k] || candidates.Classes[k] != views[one.View].Classes[one.Place])
            {
                continue;
            }

            var overlap = one.View < other
                ? overlaps[one.View, other][(one.Place * candidates.Count) + k]
                : overlaps[other, one.View][(k * views[one.View].Count) + one.Place];
            if (overlap > most || (best >= 0 && overlap == most && candidates.Scores[k] > candidates.Scores[best]))
            {
                (best, most) = (k, overlap);
            }
        }

        return best;
    }

    // IoUs of the candidates of every two views, the earlier view's row by row.
    private static float[,][] Overlaps(IReadOnlyList<ViewMasks> views, ViewGrid grid, double inside, Device device)
    {
        using var scope = TensorScope.Open();
        var covered = views.Select(view => Covered(view, grid, inside, device)).ToArray();
        var overlaps = new float[views.Count, views.Count][];
        for (var a = 0; a < views.Count; a++)
        {
            using var outer = TensorScope.Open();
            var own = covered[a].To(DType.Float32);
            for (var b = a + 1; b < views.Count; b++)
            {
                using var inner = TensorScope.Open();
                var other = covered[b].To(DType.Float32);
                var both = own.Matmul(other.T());
                var either = own.Sum([1], keepdim: true) + other.Sum([1]) - both;

                // Two that cover nothing say the same.
                overlaps[a, b] = either.Eq(0).Where(1, both / either.ClampMin(1)).ToArray<float>();
            }
        }

        return overlaps;
    }

    // (M, H * W) uint8, of which a view's whole set is a quarter of one in float32.
    private static Tensor Covered(ViewMasks view, ViewGrid grid, double inside, Device device)
    {
        using var scope = TensorScope.Open();
        var all = Tensor.Zeros([view.Count, grid.Height, grid.Width], DType.UInt8, device);
        for (var start = 0; start < view.Count; start += grid.AtOnce)
        {
            using var inner = TensorScope.Open();
            var count = Math.Min(grid.AtOnce, view.Count - start);
            all.Narrow(0, start, count).CopyInPlace(view.Masks(Enumerable.Range(start, count), device).Gt(inside));
        }

        return scope.Return(all.Flatten(1));
    }
}
