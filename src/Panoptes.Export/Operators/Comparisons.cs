using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;
using Panoptes.Tensors.Recording;

namespace Panoptes.Export.Operators;

/// <summary>Truth values: comparing, joining, and choosing by them.</summary>
internal static class Comparisons
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        .. new[] { ("eq", "Equal"), ("lt", "Less"), ("le", "LessOrEqual"), ("gt", "Greater"), ("ge", "GreaterOrEqual") }
            .SelectMany(pair => new[] { "Scalar", "Tensor" }.Select(overload =>
                ($"aten::{pair.Item1}.{overload}", (OperatorRule)(call => [Compared(call, pair.Item2)])))),
        ("aten::ne.Scalar", call => [call.Node("Not", [Compared(call, "Equal")])]),
        ("aten::ne.Tensor", call => [call.Node("Not", [Compared(call, "Equal")])]),
        ("aten::logical_not", call => [call.Node("Not", [call.TensorAs("self", OnnxElement.Bool)])]),
        ("aten::bitwise_not", call => [call.Node("Not", [Truth(call, "self")])]),
        ("aten::logical_and", call => [Joined(call, "And")]),
        ("aten::logical_or", call => [Joined(call, "Or")]),
        ("aten::bitwise_and.Tensor", call => [call.Node("And", [Truth(call, "self"), Truth(call, "other")])]),
        ("aten::bitwise_or.Tensor", call => [call.Node("Or", [Truth(call, "self"), Truth(call, "other")])]),
        ("aten::where.self", call => [Chosen(call, call.TensorAs("self", call.Result), call.TensorAs("other", call.Result))]),
        ("aten::where.ScalarOther", call => [Chosen(call, call.TensorAs("self", call.Result), Number(call, "other"))]),
        ("aten::where.ScalarSelf", call => [Chosen(call, Number(call, "self"), call.TensorAs("other", call.Result))]),
        ("aten::where.Scalar", call => [Chosen(call, Number(call, "self"), Number(call, "other"))]),
        ("aten::masked_fill.Scalar", call => [Filled(call, Number(call, "value"))]),
        ("aten::masked_fill.Tensor", call => [Filled(call, call.TensorAs("value", call.Result))]),
        ("aten::isnan", call => [call.Node("IsNaN", [call.Tensor("self")])]),
        ("aten::all", call => [Folded(call, "ReduceMin")]),
        ("aten::any", call => [Folded(call, "ReduceMax")]),
        ("aten::all.dim", call => [Folded(call, "ReduceMin", call.Axis("self", "dim"))]),
        ("aten::any.dim", call => [Folded(call, "ReduceMax", call.Axis("self", "dim"))]),
    ];

    private static string Number(Call call, string name) => call.Graph.Scalar(call.Number(name), call.Result);

    private static string Truth(Call call, string name) =>
        call.Element(name) == OnnxElement.Bool ? call.Tensor(name) : throw call.Refused("bits of integers");

    private static string Joined(Call call, string op) =>
        call.Node(op, [call.TensorAs("self", OnnxElement.Bool), call.TensorAs("other", OnnxElement.Bool)]);

    private static string Compared(Call call, string op)
    {
        var other = call.First.Arguments["other"];
        var own = call.Element("self");
        var common = other is RecordedTensor { Shape.Count: > 0 } tensor ? Wider(own, OnnxElements.Of(tensor.DType))
            : own is OnnxElement.Bool ? OnnxElement.Int32
            : own is OnnxElement.Int64 or OnnxElement.Int32 or OnnxElement.UInt8 && call.Number("other") % 1 != 0 ? OnnxElement.Float : own;
        var right = other is RecordedTensor ? call.TensorAs("other", common) : call.Graph.Scalar(call.Number("other"), common);
        return call.Graph.Add(op, OnnxElement.Bool, [call.TensorAs("self", common), right]);
    }

    private static OnnxElement Wider(OnnxElement left, OnnxElement right)
    {
        OnnxElement[] order =
            [OnnxElement.Double, OnnxElement.Float, OnnxElement.Float16, OnnxElement.Int64, OnnxElement.Int32];
        return order.FirstOrDefault(element => element == left || element == right, OnnxElement.Int32);
    }

    private static string Chosen(Call call, string yes, string no) =>
        call.Node("Where", [call.TensorAs("condition", OnnxElement.Bool), yes, no]);

    private static string Filled(Call call, string value) =>
        call.Node("Where", [call.TensorAs("mask", OnnxElement.Bool), value, call.Tensor("self")]);

    private static string Folded(Call call, string op, int? axis = null)
    {
        var numbers = call.Graph.Cast(call.TensorAs("self", OnnxElement.Bool), OnnxElement.Int32);
        var keep = ("keepdims", (object)(call.Flag("keepdim") ? 1L : 0L));
        var folded = axis is { } along
            ? call.Graph.Add(op, OnnxElement.Int32, [numbers], ("axes", new long[] { along }), keep)
            : call.Graph.Add(op, OnnxElement.Int32, [numbers], keep);
        return call.Graph.Cast(folded, OnnxElement.Bool);
    }
}
