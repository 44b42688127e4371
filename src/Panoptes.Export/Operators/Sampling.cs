using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Operators;

/// <summary>Maps read between their cells: grids, deformable attention, deformable convolution.</summary>
internal static class Sampling
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        ("aten::grid_sampler", call => [Sampled(call)]),
        ("panoptes::ms_deform_attn", call => [Attention(call)]),
        ("panoptes::deform_conv2d", call => [Convolution(call)]),
    ];

    private static string Grid(Call call, string map, string grid) => call.Graph.Add(
        "GridSample", call.Graph.ElementOf(map), [map, grid], ("mode", "bilinear"), ("padding_mode", "zeros"), ("align_corners", 0L));

    private static string Sampled(Call call) => call.Node(
        "GridSample", [call.Tensor("input"), call.Tensor("grid")],
        ("mode", call.Integer("interpolation_mode") switch { 0 => "bilinear", 1 => "nearest", _ => "bicubic" }),
        ("padding_mode", call.Integer("padding_mode") switch { 0 => "zeros", 1 => "border", _ => "reflection" }),
        ("align_corners", call.Flag("align_corners") ? 1L : 0L));

    // Zhu et al. 2021, equation 3: value (N, positions, heads, channels), locations (N, queries, heads, levels, points, 2) of 0 to 1,
    // weights (N, queries, heads, levels, points); the result is (N, queries, heads * channels).
    private static string Attention(Call call)
    {
        var (graph, element) = (call.Graph, call.Result);
        var (heights, widths) = (call.Sizes("heights")!, call.Sizes("widths")!);
        var (value, places) = (call.Shape("value"), call.Shape("locations"));
        var (heads, channels, points) = (value[2].Value, value[3].Value, places[4].Value);
        string Turn(string name, params long[] order) => graph.Add("Transpose", element, [name], ("perm", order));
        var grid = graph.Add("Sub", element,
            [graph.Add("Mul", element, [call.Tensor("locations"), graph.Scalar(2, element)]), graph.Scalar(1, element)]);
        List<string> sampled = [];
        string? begin = null;
        for (var level = 0; level < heights.Count; level++)
        {
            // The level's cells as a map a head: (N * heads, channels, h, w).
            var height = call.Vector([heights[level]]);
            var width = call.Vector([widths[level]]);
            var count = graph.Add("Mul", OnnxElement.Int64, [height, width]);
            var end = begin is null ? count : graph.Add("Add", OnnxElement.Int64, [begin, count]);
            var cells = graph.Add("Slice", element, [call.Tensor("value"), begin ?? graph.Integers(0), end, graph.Integers(1)]);
            begin = end;
            var shape = graph.Add("Concat", OnnxElement.Int64, [graph.Integers(-1, channels), height, width], ("axis", 0L));
            var map = graph.Add("Reshape", element, [Turn(cells, 0, 2, 3, 1), shape]);

            // (N, queries, heads, points, 2) to (N * heads, queries, points, 2).
            var at = graph.Add("Gather", element, [grid, graph.Integer(level)], ("axis", 3L));
            var joined = graph.Add(
                "Concat", OnnxElement.Int64, [graph.Integers(-1), call.Vector([places[1]]), graph.Integers(points, 2)], ("axis", 0L));
            var own = graph.Add("Reshape", element, [Turn(at, 0, 2, 1, 3, 4), joined]);
            sampled.Add(Grid(call, map, own));
        }

        // (N * heads, channels, queries, levels * points), weighted and summed.
        var all = sampled.Count == 1 ? sampled[0] : graph.Add("Concat", element, sampled, ("axis", 3L));
        var levels = heights.Count;
        var rows = graph.Add(
            "Concat", OnnxElement.Int64, [graph.Integers(-1, 1), call.Vector([places[1]]), graph.Integers(levels * points)],
            ("axis", 0L));
        var weights = graph.Add("Reshape", element, [Turn(call.Tensor("weights"), 0, 2, 1, 3, 4), rows]);
        var sum = graph.Add("ReduceSum", element, [graph.Add("Mul", element, [all, weights]), graph.Integers(-1)], ("keepdims", 0L));
        var parts = graph.Add("Concat", OnnxElement.Int64, [graph.Integers(-1, heads * channels), call.Vector([places[1]])], ("axis", 0L));
        return Turn(graph.Add("Reshape", element, [sum, parts]), 0, 2, 1);
    }

    private static string Convolution(Call call) => DeformableConvolution.Of(call, Grid);
}
