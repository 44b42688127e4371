using Panoptes.Tensors;

namespace Panoptes.Models.Detection.Boxes;

/// <summary>
/// Arithmetic of boxes: left, top, right and bottom edge in pixels, where pixel i reaches from i to i + 1 (detectron2/structures/boxes.py).
/// </summary>
public static class BoxOperations
{
    /// <summary>Width times height of every box; negative where one of them is.</summary>
    /// <param name="boxes">(R, 4), floating.</param>
    /// <returns>(R).</returns>
    public static Tensor Areas(Tensor boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        using var scope = TensorScope.Open();
        return scope.Return((Edge(boxes, 2) - Edge(boxes, 0)) * (Edge(boxes, 3) - Edge(boxes, 1)));
    }

    /// <summary>Intersection over union of every box with every other; 0 where they do not meet.</summary>
    /// <param name="a">(A, 4), floating.</param>
    /// <param name="b">(B, 4), floating.</param>
    /// <returns>(A, B).</returns>
    public static Tensor PairwiseIoU(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        using var scope = TensorScope.Open();
        var column = a.Unsqueeze(1);
        var width = (Edge(column, 2).Minimum(Edge(b, 2)) - Edge(column, 0).Maximum(Edge(b, 0))).ClampMin(0);
        var height = (Edge(column, 3).Minimum(Edge(b, 3)) - Edge(column, 1).Maximum(Edge(b, 1))).ClampMin(0);
        var both = width * height;
        var iou = both / (Areas(a).Unsqueeze(1) + Areas(b) - both);
        return scope.Return(both.Gt(0).Where(iou, both));
    }

    /// <summary>Boxes without what lies outside of an image.</summary>
    /// <param name="boxes">(R, 4), floating.</param>
    /// <param name="height">The image's height in pixels.</param>
    /// <param name="width">The image's width in pixels.</param>
    /// <returns>(R, 4).</returns>
    public static Tensor Clip(Tensor boxes, double height, double width)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        using var scope = TensorScope.Open();
        return scope.Return(Ops.Stack(
            [
                Edge(boxes, 0).Clamp(0, width), Edge(boxes, 1).Clamp(0, height), Edge(boxes, 2).Clamp(0, width),
                Edge(boxes, 3).Clamp(0, height),
            ],
            -1));
    }

    /// <summary>Which boxes are wider and higher than <paramref name="side"/> pixels.</summary>
    /// <param name="boxes">(R, 4), floating.</param>
    /// <param name="side">The side that is too small.</param>
    /// <returns>(R) bool.</returns>
    public static Tensor NonEmpty(Tensor boxes, double side = 0)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        using var scope = TensorScope.Open();
        return scope.Return((Edge(boxes, 2) - Edge(boxes, 0)).Gt(side).LogicalAnd((Edge(boxes, 3) - Edge(boxes, 1)).Gt(side)));
    }

    /// <summary>One edge of every box.</summary>
    internal static Tensor Edge(Tensor boxes, long which) => boxes.Select(-1, which);
}
