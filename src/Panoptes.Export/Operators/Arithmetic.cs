using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Operators;

/// <summary>Arithmetic of two tensors, or a tensor and a number.</summary>
internal static class Arithmetic
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        ("aten::add.Tensor", call => [call.Node("Add", [Left(call), Scaled(call, Right(call))])]),
        ("aten::add.Scalar", call => [call.Node("Add", [Left(call), Scaled(call, Right(call))])]),
        ("aten::sub.Tensor", call => [call.Node("Sub", [Left(call), Scaled(call, Right(call))])]),
        ("aten::sub.Scalar", call => [call.Node("Sub", [Left(call), Scaled(call, Right(call))])]),
        ("aten::rsub.Tensor", call => [call.Node("Sub", [Right(call), Scaled(call, Left(call))])]),
        ("aten::rsub.Scalar", call => [call.Node("Sub", [Right(call), Scaled(call, Left(call))])]),
        .. new[]
        {
            ("mul.Tensor", "Mul"), ("mul.Scalar", "Mul"), ("div.Tensor", "Div"), ("div.Scalar", "Div"), ("maximum", "Max"),
            ("minimum", "Min"), ("max.other", "Max"), ("min.other", "Min"),
        }.Select(pair => ($"aten::{pair.Item1}", (OperatorRule)(call => [call.Node(pair.Item2, [Left(call), Right(call)])]))),
        ("aten::div.Tensor_mode", call => [Rounded(call)]),
        ("aten::div.Scalar_mode", call => [Rounded(call)]),
        ("aten::floor_divide", call => [Floored(call)]),
        ("aten::floor_divide.Scalar", call => [Floored(call)]),
        ("aten::remainder.Scalar", call => [Remainder(call)]),
        ("aten::remainder.Tensor", call => [Remainder(call)]),
        ("aten::pow.Tensor_Scalar", call => [Power(call)]),
        ("aten::pow.Tensor_Tensor", call =>
            [call.Node("Pow", [call.TensorAs("self", call.Result), call.TensorAs("exponent", call.Result)])]),
        ("aten::pow.Scalar", call =>
            [call.Node("Pow", [call.Graph.Scalar(call.Number("self"), call.Result), call.TensorAs("exponent", call.Result)])]),
        ("aten::addcmul", call => [Added(call, "Mul")]),
        ("aten::addcdiv", call => [Added(call, "Div")]),
        ("aten::lerp.Scalar", call => [Between(call)]),
    ];

    private static string Left(Call call) => call.TensorAs("self", call.Result);

    private static string Right(Call call) => call.First.Arguments["other"] is Tensors.Recording.RecordedTensor
        ? call.TensorAs("other", call.Result)
        : call.Scalar("other", call.Result);

    private static string Scaled(Call call, string value) => call.Number("alpha", 1) is var alpha && alpha == 1
        ? value
        : call.Node("Mul", [value, call.Graph.Scalar(alpha, call.Result)]);

    private static bool IsWhole(Call call) => call.Result is OnnxElement.Int64 or OnnxElement.Int32 or OnnxElement.UInt8;

    private static string Rounded(Call call) => call.Text("rounding_mode") switch
    {
        null => call.Node("Div", [Left(call), Right(call)]),
        "floor" => Floored(call),
        var mode => IsWhole(call) ? call.Node("Div", [Left(call), Right(call)]) : throw call.Refused($"rounding mode {mode}"),
    };

    // ONNX divides integers towards zero: a floored quotient needs the remainder of the divisor's sign.
    private static string Floored(Call call)
    {
        var (left, right) = (Left(call), Right(call));
        return IsWhole(call)
            ? call.Node("Div", [call.Node("Sub", [left, call.Node("Mod", [left, right])]), right])
            : call.Node("Floor", [call.Node("Div", [left, right])]);
    }

    private static string Remainder(Call call)
    {
        var (left, right) = (Left(call), Right(call));
        return IsWhole(call)
            ? call.Node("Mod", [left, right])
            : call.Node("Sub", [left, call.Node("Mul", [call.Node("Floor", [call.Node("Div", [left, right])]), right])]);
    }

    private static string Power(Call call)
    {
        var (x, exponent) = (call.TensorAs("self", call.Result), call.Number("exponent"));
        return exponent switch
        {
            2 => call.Node("Mul", [x, x]),
            0.5 => call.Node("Sqrt", [x]),
            _ => call.Node("Pow", [x, call.Graph.Scalar(exponent, call.Result)]),
        };
    }

    private static string Added(Call call, string op)
    {
        var product = call.Node(op, [call.TensorAs("tensor1", call.Result), call.TensorAs("tensor2", call.Result)]);
        var value = call.Number("value", 1);
        return call.Node("Add", [Left(call), value == 1 ? product : call.Node("Mul", [product, call.Graph.Scalar(value, call.Result)])]);
    }

    private static string Between(Call call)
    {
        var way = call.Node("Sub", [call.Tensor("end"), call.Tensor("self")]);
        return call.Node("Add", [call.Tensor("self"), call.Node("Mul", [way, call.Graph.Scalar(call.Number("weight"), call.Result)])]);
    }
}
