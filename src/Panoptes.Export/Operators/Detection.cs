using Panoptes.Export.Detectors;
using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;
using Panoptes.Models.Detection;

namespace Panoptes.Export.Operators;

/// <summary>Boxes on the maps of a pyramid: what they show, and which of those that overlap stay.</summary>
internal static class Detection
{
    // Square roots of areas, as shares of 224 pixels, from which on a box is pooled from the next coarser map (Lin et al. 2017,
    // equation 1).
    private static readonly double[] Bounds = [0.5, 1, 2];

    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        (RoiHeads.PoolOperator, call => [Pooled(call)]),
        (DetectorPass.KeepOperator, call => [Kept(call)]),
    ];

    // Boxes go to their map in groups, and back into their order.
    private static string Pooled(Call call)
    {
        var (graph, maps, boxes) = (call.Graph, call.Tensors("maps"), call.Tensor("boxes"));
        string Edge(long which) => graph.Add("Gather", OnnxElement.Float, [boxes, graph.Integer(which)], ("axis", 1L));
        var width = graph.Add("Sub", OnnxElement.Float, [Edge(2), Edge(0)]);
        var height = graph.Add("Sub", OnnxElement.Float, [Edge(3), Edge(1)]);
        var side = graph.Add("Sqrt", OnnxElement.Float, [graph.Add("Mul", OnnxElement.Float, [width, height])]);
        var share = graph.Add("Add", OnnxElement.Float,
            [graph.Add("Div", OnnxElement.Float, [side, graph.Scalar(224, OnnxElement.Float)]), graph.Scalar(1e-8, OnnxElement.Float)]);
        var level = graph.Scalar(0, OnnxElement.Int64);
        foreach (var bound in Bounds)
        {
            var coarser = graph.Add("GreaterOrEqual", OnnxElement.Bool, [share, graph.Scalar(bound, OnnxElement.Float)]);
            level = graph.Add("Add", OnnxElement.Int64, [level, graph.Cast(coarser, OnnxElement.Int64)]);
        }

        List<string> parts = [], rows = [];
        for (var k = 0; k < maps.Length; k++)
        {
            var isHere = graph.Add("Equal", OnnxElement.Bool, [level, graph.Scalar(k, OnnxElement.Int64)]);
            var here = graph.Add("Squeeze", OnnxElement.Int64, [graph.Add("NonZero", OnnxElement.Int64, [isHere]), graph.Integers(0)]);
            var own = graph.Add("Gather", OnnxElement.Float, [boxes, here], ("axis", 0L));
            var image = graph.Add("Mul", OnnxElement.Int64, [here, graph.Scalar(0, OnnxElement.Int64)]);
            rows.Add(here);
            parts.Add(graph.Add(
                "RoiAlign", OnnxElement.Float, [maps[k], own, image], ("mode", "avg"), ("coordinate_transformation_mode", "half_pixel"),
                ("output_height", call.Integer("side")), ("output_width", call.Integer("side")), ("sampling_ratio", 0L),
                ("spatial_scale", 1f / (4 << k))));
        }

        // Each row's place among all parts.
        var order = graph.Add("Concat", OnnxElement.Int64, rows, ("axis", 0L));
        long[] numbers = [.. Enumerable.Range(0, (int)call.Shape("boxes")[0].Value).Select(row => (long)row)];
        var all = graph.Integers(numbers);
        var places = graph.Add("ScatterElements", OnnxElement.Int64, [all, order, all], ("axis", 0L));
        return graph.Add("Gather", OnnxElement.Float, [graph.Add("Concat", OnnxElement.Float, parts, ("axis", 0L)), places], ("axis", 0L));
    }

    // The scores of each group are a class of their own to the operator.
    private static string Kept(Call call)
    {
        var (graph, rows, least) = (call.Graph, call.Shape("scores")[0].Value, call.Number("least"));
        long[] groups = [.. Enumerable.Range(0, (int)call.Integer("count")).Select(group => (long)group)];
        var each = graph.Add("Unsqueeze", OnnxElement.Int64, [graph.Integers(groups), graph.Integers(1)]);
        var isOf = graph.Add("Equal", OnnxElement.Bool, [call.Tensor("groups"), each]);
        var own = graph.Add("Where", OnnxElement.Float, [isOf, call.Tensor("scores"), graph.Scalar(2 * least - 1, OnnxElement.Float)]);
        var kept = graph.Add("NonMaxSuppression", OnnxElement.Int64,
        [
            graph.Add("Unsqueeze", OnnxElement.Float, [call.Tensor("boxes"), graph.Integers(0)]),
            graph.Add("Unsqueeze", OnnxElement.Float, [own, graph.Integers(0)]),
            graph.Integers(rows),
            graph.Numbers((float)call.Number("overlap")),
            graph.Numbers((float)least),
        ]);
        var places = graph.Add("Gather", OnnxElement.Int64, [kept, graph.Integer(2)], ("axis", 1L));
        var none = graph.Add("Expand", OnnxElement.Int64, [graph.Scalar(0, OnnxElement.Int64), graph.Integers(rows)]);
        var ones = graph.Add("Add", OnnxElement.Int64,
            [graph.Add("Mul", OnnxElement.Int64, [places, graph.Scalar(0, OnnxElement.Int64)]), graph.Scalar(1, OnnxElement.Int64)]);
        return graph.Cast(graph.Add("ScatterElements", OnnxElement.Int64, [none, places, ones], ("axis", 0L)), OnnxElement.Bool);
    }
}
