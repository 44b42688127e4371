using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Operators;

/// <summary>Sums, means, extremes, norms and sorting along axes.</summary>
internal static class Reductions
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        ("aten::sum", call => [Sum(call)]),
        ("aten::sum.dim_IntList", call => [Sum(call)]),
        ("aten::mean", call => [Reduced(call, "ReduceMean")]),
        ("aten::mean.dim", call => [Reduced(call, "ReduceMean")]),
        ("aten::amax", call => [Reduced(call, "ReduceMax")]),
        ("aten::amin", call => [Reduced(call, "ReduceMin")]),
        ("aten::max", call => [Reduced(call, "ReduceMax")]),
        ("aten::min", call => [Reduced(call, "ReduceMin")]),
        ("aten::max.dim", call => [Reduced(call, "ReduceMax"), Place(call, "ArgMax")]),
        ("aten::min.dim", call => [Reduced(call, "ReduceMin"), Place(call, "ArgMin")]),
        ("aten::argmax", call => [Place(call, "ArgMax")]),
        ("aten::argmin", call => [Place(call, "ArgMin")]),
        ("aten::logsumexp", call => [Reduced(call, "ReduceLogSumExp")]),
        ("aten::norm.ScalarOpt_dim", call => [Norm(call, "p")]),
        ("aten::norm.Scalar", call => [Norm(call, "p")]),
        ("aten::linalg_vector_norm", call => [Norm(call, "ord")]),
        ("aten::var.correction", call => [Variance(call)]),
        ("aten::std.correction", call => [call.Node("Sqrt", [Variance(call)])]),
        ("aten::cumsum", call => [call.Node("CumSum", [call.TensorAs("self", call.Result), call.Graph.Integer(call.Axis("self", "dim"))])]),
        ("aten::topk", call => Top(call, call.Vector([call.Size("k")]), call.Flag("largest", true))),
        ("aten::sort", call => Top(call, call.Vector([call.Shape("self")[call.Axis("self", "dim", -1)]]), call.Flag("descending"))),
        ("aten::softmax.int", call => [Soft(call, "Softmax")]),
        ("aten::_softmax", call => [Soft(call, "Softmax")]),
        ("aten::log_softmax.int", call => [Soft(call, "LogSoftmax")]),
    ];

    private static string Soft(Call call, string op) =>
        call.Node(op, [call.TensorAs("self", call.Result)], ("axis", (long)call.Axis("self", "dim")));

    private static (string, object) Keep(Call call) => ("keepdims", call.Flag("keepdim") ? 1L : 0L);

    private static string Sum(Call call)
    {
        var axes = call.Integers("dim");
        string[] inputs = [call.TensorAs("self", call.Result), .. axes.Length == 0 ? Array.Empty<string>() : [call.Graph.Integers(axes)]];
        return call.Node("ReduceSum", inputs, Keep(call));
    }

    private static string Reduced(Call call, string op)
    {
        var axes = call.Integers("dim");
        var x = call.TensorAs("self", call.Result);
        return axes.Length == 0 ? call.Node(op, [x], Keep(call)) : call.Node(op, [x], ("axes", axes), Keep(call));
    }

    private static string Place(Call call, string op)
    {
        var isWhole = !call.Has("dim");
        var x = isWhole
            ? call.Graph.Add("Reshape", call.Element("self"), [call.Tensor("self"), call.Graph.Integers(-1)])
            : call.Tensor("self");
        return call.Graph.Add(op, OnnxElement.Int64, [x], ("axis", isWhole ? 0L : call.Axis("self", "dim")), Keep(call));
    }

    private static string Norm(Call call, string order) => call.Number(order, 2) switch
    {
        1 => Reduced(call, "ReduceL1"),
        2 => Reduced(call, "ReduceL2"),
        var other => throw call.Refused($"a norm of order {other}"),
    };

    // The mean of squared distances from the mean, by one less than their number unless the correction says another.
    private static string Variance(Call call)
    {
        var axes = call.Integers("dim");
        var shape = call.Shape("self");
        long[] along = axes.Length > 0
            ? [.. axes.Select(axis => axis < 0 ? axis + shape.Count : axis)]
            : [.. Enumerable.Range(0, shape.Count)];
        var mean = call.Node("ReduceMean", [call.Tensor("self")], ("axes", along), ("keepdims", 1L));
        var from = call.Node("Sub", [call.Tensor("self"), mean]);
        var variance = call.Node("ReduceMean", [call.Node("Mul", [from, from])], ("axes", along), Keep(call));
        var correction = call.Number("correction", 1);
        if (correction == 0)
        {
            return variance;
        }

        if (along.Any(axis => shape[(int)axis].IsFree))
        {
            throw call.Refused("a corrected variance over as many elements as the input has");
        }

        var count = along.Aggregate(1.0, (product, axis) => product * shape[(int)axis].Value);
        return call.Node("Mul", [variance, call.Graph.Scalar(count / (count - correction), call.Result)]);
    }

    private static string[] Top(Call call, string count, bool largest) => call.Graph.AddMany(
        "TopK", [call.Result, OnnxElement.Int64], [call.Tensor("self"), count], ("axis", (long)call.Axis("self", "dim", -1)),
        ("largest", largest ? 1L : 0L), ("sorted", 1L));
}
