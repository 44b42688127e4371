using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Operators;

/// <summary>
/// Modulated deformable convolution (Zhu et al. 2019) of operators that every runtime has: each tap reads the map where its offsets point,
/// and one product joins the taps.
/// </summary>
internal static class DeformableConvolution
{
    /// <summary>Input (N,C,H,W), offsets (N,2K,h,w) as y and x of each tap, mask (N,K,h,w).</summary>
    /// <param name="call">The call.</param>
    /// <param name="sample">Reads a map at a grid of places.</param>
    public static string Of(Call call, Func<Call, string, string, string> sample)
    {
        var (graph, element, kernel) = (call.Graph, call.Result, call.Shape("weight"));
        var taps = (int)(kernel[2].Value * kernel[3].Value);
        List<string> seen = [];
        for (var tap = 0; tap < taps; tap++)
        {
            // x before y, as grids have them: (N,h,w,2).
            var (row, column) = (tap / (int)kernel[3].Value, tap % (int)kernel[3].Value);
            string[] places = [Places(call, (2 * tap) + 1, 1, column), Places(call, 2 * tap, 0, row)];
            var grid = graph.Add("Transpose", element,
                [graph.Add("Concat", element, places, ("axis", 1L))], ("perm", new long[] { 0, 2, 3, 1 }));
            var share = graph.Add("Slice", element,
                [call.Tensor("mask"), graph.Integers(tap), graph.Integers(tap + 1), graph.Integers(1)]);
            seen.Add(graph.Add("Mul", element, [sample(call, call.Tensor("input"), grid), share]));
        }

        // (O,C,kh,kw) to (O, taps * C, 1, 1).
        var turned = graph.Add("Transpose", element, [call.Tensor("weight")], ("perm", new long[] { 0, 2, 3, 1 }));
        var weight = graph.Add("Reshape", element, [turned, graph.Integers(kernel[0].Value, taps * kernel[1].Value, 1, 1)]);
        var all = graph.Add("Concat", element, seen, ("axis", 1L));
        return call.Node("Conv", [all, weight, .. call.Has("bias") ? [call.Tensor("bias")] : Array.Empty<string>()]);
    }

    // Where a tap reads along an axis, (N,1,h,w), as grids count: -1 to 1 from edge to edge, the middle of cell c at (2c + 1) / length - 1.
    private static string Places(Call call, int channel, int axis, int step)
    {
        var (graph, element) = (call.Graph, call.Result);
        string Number(double value) => graph.Scalar(value, element);
        var first = (step * call.Pair("dilation", 1)[axis]) - call.Pair("padding", 0)[axis];
        var count = graph.Add("Squeeze", OnnxElement.Int64, [call.Vector([call.Shape("mask")[2 + axis]]), graph.Integers(0)]);
        var cells = graph.Cast(graph.Add("Range", OnnxElement.Int64, [graph.Integer(0), count, graph.Integer(1)]), element);
        var own = graph.Add("Unsqueeze", element, [cells, axis == 0 ? graph.Integers(1) : graph.Integers(0)]);
        var start = graph.Add("Add", element, [graph.Add("Mul", element, [own, Number(call.Pair("stride", 1)[axis])]), Number(first)]);
        var move = graph.Add("Slice", element,
            [call.Tensor("offset"), graph.Integers(channel), graph.Integers(channel + 1), graph.Integers(1)]);
        var doubled = graph.Add("Mul", element, [graph.Add("Add", element, [move, start]), Number(2)]);
        var length = graph.Cast(call.Vector([call.Shape("input")[2 + axis]]), element);
        var share = graph.Add("Div", element, [graph.Add("Add", element, [doubled, Number(1)]), length]);
        return graph.Add("Sub", element, [share, Number(1)]);
    }
}
