using System.Runtime.InteropServices;
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
        var (map, kernel, places) = (call.Shape("input"), call.Shape("weight"), call.Shape("mask"));
        if (map[2].IsFree || map[3].IsFree)
        {
            throw call.Refused("places that follow from the input's size");
        }

        var (graph, element) = (call.Graph, call.Result);
        var taps = (int)(kernel[2].Value * kernel[3].Value);
        var factors = graph.Constant(OnnxElement.Float, [2], Bytes([2f / map[3].Value, 2f / map[2].Value]));
        List<string> seen = [];
        for (var tap = 0; tap < taps; tap++)
        {
            // x before y, as grids have them: (N,h,w,2).
            var moves = graph.Add("Transpose", element,
                [graph.Add("Gather", element, [call.Tensor("offset"), graph.Integers((2 * tap) + 1, 2 * tap)], ("axis", 1L))],
                ("perm", new long[] { 0, 2, 3, 1 }));
            var start = graph.Constant(
                OnnxElement.Float, [1, places[2].Value, places[3].Value, 2], Bytes(Start(call, tap, map, kernel, places)));
            var grid = graph.Add("Add", element, [graph.Add("Mul", element, [moves, factors]), start]);
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

    // Where a tap reads without offsets, as grids count: -1 to 1 from edge to edge.
    private static float[] Start(Call call, int tap, IReadOnlyList<Size> map, IReadOnlyList<Size> kernel, IReadOnlyList<Size> places)
    {
        var (stride, padding, dilation) = (call.Pair("stride", 1), call.Pair("padding", 0), call.Pair("dilation", 1));
        var (row, column) = (tap / kernel[3].Value, tap % kernel[3].Value);
        var values = new float[places[2].Value * places[3].Value * 2];
        for (var y = 0L; y < places[2].Value; y++)
        {
            for (var x = 0L; x < places[3].Value; x++)
            {
                var at = ((y * places[3].Value) + x) * 2;
                values[at] = Place((x * stride[1]) - padding[1] + (column * dilation[1]), map[3].Value);
                values[at + 1] = Place((y * stride[0]) - padding[0] + (row * dilation[0]), map[2].Value);
            }
        }

        return values;
    }

    private static float Place(long cell, long length) => (float)((((2.0 * cell) + 1) / length) - 1);

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
