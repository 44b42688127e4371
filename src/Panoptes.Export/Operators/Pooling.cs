using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Operators;

/// <summary>Extremes and means under windows.</summary>
internal static class Pooling
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        ("aten::max_pool2d", call => [Pooled(call, "MaxPool", ("dilations", call.Pair("dilation", 1)))]),
        ("aten::avg_pool2d", call =>
            [Pooled(call, "AveragePool", ("count_include_pad", call.Flag("count_include_pad", true) ? 1L : 0L))]),
        ("aten::adaptive_avg_pool2d", call => [Adaptive(call)]),
    ];

    private static string Pooled(Call call, string op, params (string, object)[] more)
    {
        if (call.Has("divisor_override") || (op == "AveragePool" && call.Flag("ceil_mode")))
        {
            throw call.Refused("means by another divisor, or over windows that reach out of the map");
        }

        var (kernel, padding) = (call.Pair("kernel_size", 1), call.Pair("padding", 0));
        var strides = call.Integers("stride") is { Length: > 0 } ? call.Pair("stride", 1) : kernel;
        return call.Node(
            op, [call.Tensor("self")], [("kernel_shape", kernel), ("strides", strides),
            ("pads", new[] { padding[0], padding[1], padding[0], padding[1] }), ("ceil_mode", call.Flag("ceil_mode") ? 1L : 0L), .. more]);
    }

    // The mean of each cell of a grid: two products with matrices that hold the cells' shares.
    private static string Adaptive(Call call)
    {
        var (size, shape) = (call.Pair("output_size", 1), call.Shape("self"));
        if (size is [1, 1])
        {
            return call.Node("GlobalAveragePool", [call.Tensor("self")]);
        }

        var down = call.Node("MatMul", [Matrix(call, shape[2], size[0], turned: false), call.Tensor("self")]);
        return call.Node("MatMul", [down, Matrix(call, shape[3], size[1], turned: true)]);
    }

    private static string Matrix(Call call, Size length, long cells, bool turned) =>
        length.IsFree ? Computed(call, length, cells, turned) : Shares(call, length.Value, cells, turned);

    // The same where the length is known to the graph alone: a place is in a cell from its first edge on and before its second.
    private static string Computed(Call call, Size length, long cells, bool turned)
    {
        var graph = call.Graph;
        string Whole(string op, string left, string right) => graph.Add(op, OnnxElement.Int64, [left, right]);
        var (size, all) = (call.Vector([length]), graph.Integers(cells));
        string Edges(long first) => graph.Constant(
            OnnxElement.Int64, turned ? [1, cells] : [cells, 1],
            Enumerable.Range(0, (int)cells).SelectMany(cell => BitConverter.GetBytes(cell + first)).ToArray());
        var from = Whole("Div", Whole("Mul", Edges(0), size), all);
        var to = Whole("Div", Whole("Add", Whole("Mul", Edges(1), size), graph.Integers(cells - 1)), all);
        var count = graph.Add("Squeeze", OnnxElement.Int64, [size, graph.Integers(0)]);
        var places = graph.Add("Unsqueeze", OnnxElement.Int64,
            [graph.Add("Range", OnnxElement.Int64, [graph.Integer(0), count, graph.Integer(1)]), graph.Integers(turned ? 1 : 0)]);
        var isInside = graph.Add("And", OnnxElement.Bool,
            [graph.Add("GreaterOrEqual", OnnxElement.Bool, [places, from]), graph.Add("Less", OnnxElement.Bool, [places, to])]);
        return graph.Add("Div", call.Result,
            [graph.Cast(isInside, call.Result), graph.Cast(Whole("Sub", to, from), call.Result)]);
    }

    // cells x length, or the other way around: cell i spans from floor(i · length / cells) to ceil((i + 1) · length / cells).
    private static string Shares(Call call, long length, long cells, bool turned)
    {
        var values = new float[length * cells];
        for (var cell = 0L; cell < cells; cell++)
        {
            var (from, to) = (cell * length / cells, (((cell + 1) * length) + cells - 1) / cells);
            for (var at = from; at < to; at++)
            {
                values[turned ? (at * cells) + cell : (cell * length) + at] = 1f / (to - from);
            }
        }

        return call.Graph.Constant(
            OnnxElement.Float, turned ? [length, cells] : [cells, length],
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}
