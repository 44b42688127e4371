using Panoptes.Tensors;

namespace Panoptes.Models.Detection.Boxes;

/// <summary>
/// Where a box lies as seen from another: the way between their centers in widths and heights, and the logarithms of the ratios of their
/// sides, each times a weight (Girshick et al. 2014, appendix C; detectron2, Box2BoxTransform).
/// </summary>
/// <param name="X">Weight of the way across.</param>
/// <param name="Y">Weight of the way down.</param>
/// <param name="Width">Weight of the widths' logarithm.</param>
/// <param name="Height">Weight of the heights' logarithm.</param>
public sealed record BoxCoder(double X, double Y, double Width, double Height)
{
    // Sides grow to 1000/16 times at most: exponentials of what an untrained network says would overflow.
    private static readonly double MostGrowth = Math.Log(1000.0 / 16);

    /// <summary>That of proposals (BBOX_REG_WEIGHTS of the RPN).</summary>
    public static BoxCoder One { get; } = new(1, 1, 1, 1);

    /// <summary>That of the first stage: all parts of a code are about as large.</summary>
    public static BoxCoder First { get; } = new(10, 10, 5, 5);

    /// <summary>Those of Cascade R-CNN's three stages: codes become smaller from stage to stage.</summary>
    public static IReadOnlyList<BoxCoder> Cascade { get; } = [First, new(20, 20, 10, 10), new(30, 30, 15, 15)];

    /// <summary>The codes that lead from boxes to targets.</summary>
    /// <param name="boxes">(R, 4), with sides above 0.</param>
    /// <param name="targets">(R, 4), with sides above 0.</param>
    /// <returns>(R, 4): across, down, width, height.</returns>
    public Tensor Encode(Tensor boxes, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentNullException.ThrowIfNull(targets);
        using var scope = TensorScope.Open();
        var (from, to) = (Centered(boxes), Centered(targets));
        return scope.Return(Ops.Stack(
            [
                (to.X - from.X) * X / from.Width, (to.Y - from.Y) * Y / from.Height, (to.Width / from.Width).Log() * Width,
                (to.Height / from.Height).Log() * Height,
            ],
            -1));
    }

    /// <summary>Boxes where codes lead.</summary>
    /// <param name="deltas">(R, 4).</param>
    /// <param name="boxes">(R, 4): from where.</param>
    /// <returns>(R, 4); may reach out of the image.</returns>
    public Tensor Decode(Tensor deltas, Tensor boxes)
    {
        ArgumentNullException.ThrowIfNull(deltas);
        ArgumentNullException.ThrowIfNull(boxes);
        using var scope = TensorScope.Open();
        var from = Centered(boxes);
        var x = (BoxOperations.Edge(deltas, 0) / X * from.Width) + from.X;
        var y = (BoxOperations.Edge(deltas, 1) / Y * from.Height) + from.Y;
        var halfWidth = (BoxOperations.Edge(deltas, 2) / Width).ClampMax(MostGrowth).Exp() * from.Width * 0.5;
        var halfHeight = (BoxOperations.Edge(deltas, 3) / Height).ClampMax(MostGrowth).Exp() * from.Height * 0.5;
        return scope.Return(Ops.Stack([x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight], -1));
    }

    private static (Tensor X, Tensor Y, Tensor Width, Tensor Height) Centered(Tensor boxes)
    {
        var (left, top) = (BoxOperations.Edge(boxes, 0), BoxOperations.Edge(boxes, 1));
        var (width, height) = (BoxOperations.Edge(boxes, 2) - left, BoxOperations.Edge(boxes, 3) - top);
        return (left + (width * 0.5), top + (height * 0.5), width, height);
    }
}
