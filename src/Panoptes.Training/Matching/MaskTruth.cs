using Panoptes.Tensors;

namespace Panoptes.Training.Matching;

/// <summary>
/// The masks of one image's ground truth, as planes of ids rather than a plane for each mask: masks that do not overlap share one. A mask's
/// value at a point is taken from the ids of the four pixels around it, so that no mask is ever made.
/// </summary>
/// <param name="planes">(L,H,W), whole numbers, on the model's device; kept by the caller.</param>
/// <param name="masks">The masks, in the order that matching counts them.</param>
/// <param name="extent">
/// Height and width that points from 0 to 1 span: H and W, or more where the network padded the image; there is no mask there.
/// </param>
/// <param name="name">What messages call the image.</param>
public sealed class MaskTruth(Tensor planes, IReadOnlyList<TrueMask> masks, (int Height, int Width) extent, string name)
{
    // Elements of one intermediate result at the most: 32 MiB of float32.
    private const long Chunk = 1 << 23;

    /// <summary>The masks.</summary>
    public IReadOnlyList<TrueMask> Masks => masks;

    /// <summary>What messages call the image.</summary>
    public string Name => name;

    /// <summary>Hands the planes to the scope around another.</summary>
    /// <param name="scope">The scope that they belong to.</param>
    public void Return(TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.Return(planes);
    }

    /// <summary>All masks at the same points.</summary>
    /// <param name="points">(P,2): x and y in [0, 1].</param>
    /// <returns>(S,P) float32 for S masks: bilinear between pixel centers, 0 outside; not rounded.</returns>
    public Tensor At(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var count = points.Size(0);
        if (masks.Count == 0)
        {
            return scope.Return(Tensor.Zeros([0, count], DType.Float32, points.Device));
        }

        var (index, weight) = Corners(points);
        var around = planes.View([planes.Size(0), -1]).IndexSelect(1, index.Flatten());
        var values = Column(mask => mask.Value, planes.DType, 1);
        var planeOf = Column(mask => mask.Plane, DType.Int64, 0);
        var flatWeight = weight.View([1, -1]);
        var parts = new List<Tensor>();
        foreach (var (start, length) in Chunks(masks.Count, 4 * count))
        {
            using var inner = TensorScope.Open();
            var inside = around.IndexSelect(0, planeOf.Narrow(0, start, length)).Eq(values.Narrow(0, start, length));
            parts.Add(inner.Return((inside.To(DType.Float32) * flatWeight).View([length, 4, count]).Sum([1])));
        }

        return scope.Return(parts.Count == 1 ? parts[0] : Ops.Cat([.. parts], 0));
    }

    /// <summary>Some masks, each at points of its own.</summary>
    /// <param name="points">(M,P,2): x and y in [0, 1].</param>
    /// <param name="which">The M masks, by their place in <see cref="Masks"/>.</param>
    /// <returns>(M,P) float32.</returns>
    public Tensor At(Tensor points, IReadOnlyList<int> which)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(which);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var area = planes.Size(1) * planes.Size(2);
        var values = Constant([.. which.Select(mask => (long)masks[mask].Value)], planes.DType).View([1, -1, 1]);
        var offsets = Constant([.. which.Select(mask => masks[mask].Plane * area)], DType.Int64).View([1, -1, 1]);
        var flat = planes.Flatten();
        var parts = new List<Tensor>();
        foreach (var (start, length) in Chunks(which.Count, 4 * points.Size(1)))
        {
            using var inner = TensorScope.Open();
            var (index, weight) = Corners(points.Narrow(0, start, length));
            var around = flat.IndexSelect(0, (index + offsets.Narrow(1, start, length)).Flatten()).View(index.Shape);
            parts.Add(inner.Return((around.Eq(values.Narrow(1, start, length)).To(DType.Float32) * weight).Sum([0])));
        }

        return scope.Return(parts.Count == 1 ? parts[0] : Ops.Cat([.. parts], 0));
    }

    private static IEnumerable<(int Start, int Length)> Chunks(int count, long elements)
    {
        var most = (int)Math.Clamp(Chunk / elements, 1, count);
        for (var start = 0; start < count; start += most)
        {
            yield return (start, Math.Min(most, count - start));
        }
    }

    // The four pixels around each point and their weights, (4, ...); a pixel outside of the planes has weight 0.
    private (Tensor Index, Tensor Weight) Corners(Tensor points)
    {
        var (height, width) = (planes.Size(1), planes.Size(2));
        var (x, y) = ((points.Select(-1, 0) * extent.Width) - 0.5, (points.Select(-1, 1) * extent.Height) - 0.5);
        var (left, top) = (x.Floor(), y.Floor());
        var (toRight, down) = (x - left, y - top);
        var columns = new[] { Edge(left, 1 - toRight, width), Edge(left + 1, toRight, width) };
        var rows = new[] { Edge(top, 1 - down, height), Edge(top + 1, down, height) };
        var (index, weight) = (new List<Tensor>(), new List<Tensor>());
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                index.Add((row.At * width) + column.At);
                weight.Add(row.Weight * column.Weight);
            }
        }

        return (Ops.Stack([.. index]), Ops.Stack([.. weight]));
    }

    // Whole numbers before they are multiplied: float32 counts to 2^24 only.
    private static (Tensor At, Tensor Weight) Edge(Tensor at, Tensor weight, long size)
    {
        var isInside = at.Ge(0).LogicalAnd(at.Lt(size));
        return (at.Clamp(0, size - 1).To(DType.Int64), weight * isInside.To(DType.Float32));
    }

    private Tensor Column(Func<TrueMask, int> number, DType dtype, int rank)
    {
        var column = Constant([.. masks.Select(mask => (long)number(mask))], dtype);
        return rank == 0 ? column : column.View([-1, 1]);
    }

    private Tensor Constant(long[] numbers, DType dtype) => Tensor.From<long>(numbers, numbers.Length).To(planes.Device, dtype);
}
