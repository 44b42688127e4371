using Panoptes.Export.Graphs;

namespace Panoptes.Export.Operators;

/// <summary>Functions of every element by itself.</summary>
internal static class Elementwise
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        .. new[]
        {
            ("relu", "Relu"), ("sigmoid", "Sigmoid"), ("tanh", "Tanh"), ("exp", "Exp"), ("log", "Log"), ("sqrt", "Sqrt"), ("neg", "Neg"),
            ("abs", "Abs"), ("floor", "Floor"), ("ceil", "Ceil"), ("round", "Round"), ("sin", "Sin"), ("cos", "Cos"), ("erf", "Erf"),
            ("reciprocal", "Reciprocal"), ("sign", "Sign"), ("hardswish", "HardSwish"), ("tan", "Tan"), ("atan", "Atan"),
        }.Select(pair => ($"aten::{pair.Item1}", (OperatorRule)(call => [call.Node(pair.Item2, [call.Tensor("self")])]))),
        ("aten::rsqrt", call => [call.Node("Reciprocal", [call.Node("Sqrt", [call.Tensor("self")])])]),
        ("aten::square", call => [call.Node("Mul", [call.Tensor("self"), call.Tensor("self")])]),
        ("aten::silu", call => [Product(call, call.Tensor("self"), call.Node("Sigmoid", [call.Tensor("self")]))]),
        ("aten::hardsigmoid", call => [call.Node("HardSigmoid", [call.Tensor("self")], ("alpha", 1f / 6), ("beta", 0.5f))]),
        ("aten::leaky_relu", call =>
            [call.Node("LeakyRelu", [call.Tensor("self")], ("alpha", (float)call.Number("negative_slope", 0.01)))]),
        ("aten::elu", call => [call.Node("Elu", [call.Tensor("self")], ("alpha", (float)call.Number("alpha", 1)))]),
        ("aten::softplus", call => [call.Node("Softplus", [call.Tensor("self")])]),
        ("aten::log_sigmoid", call => [call.Node("Neg", [call.Node("Softplus", [call.Node("Neg", [call.Tensor("self")])])])]),
        ("aten::prelu", call => [call.Node("PRelu", [call.Tensor("self"), Slopes(call)])]),
        ("aten::gelu", call => [Gelu(call)]),
        ("aten::relu6", call => [Clip(call, 0, 6)]),
        ("aten::clamp", call => [Clip(call, Bound(call, "min"), Bound(call, "max"))]),
        ("aten::hardtanh", call => [Clip(call, call.Number("min_val", -1), call.Number("max_val", 1))]),
        ("aten::clamp_min", call => [Clip(call, call.Number("min"), null)]),
        ("aten::clamp_max", call => [Clip(call, null, call.Number("max"))]),
        ("aten::dropout", call => [Unchanged(call, "input")]),
        ("aten::feature_dropout", call => [Unchanged(call, "input")]),
    ];

    // One of a channel, which is the second axis.
    private static string Slopes(Call call)
    {
        long[] axes = [.. Enumerable.Range(1, Math.Max(0, call.Rank("self") - 2))];
        return axes.Length == 0 ? call.Tensor("weight") : call.Node("Unsqueeze", [call.Tensor("weight"), call.Graph.Integers(axes)]);
    }

    private static string Unchanged(Call call, string name) =>
        call.Flag("train") ? throw call.Refused("dropout in training") : call.Tensor(name);

    private static double? Bound(Call call, string name) => call.Has(name) ? call.Number(name) : null;

    private static string Clip(Call call, double? least, double? most) => call.Node(
        "Clip", [call.Tensor("self"), Limit(call, least), .. most is null ? Array.Empty<string>() : [Limit(call, most)]]);

    private static string Limit(Call call, double? value) => value is { } given ? call.Graph.Scalar(given, call.Element("self")) : "";

    private static string Product(Call call, string left, string right) => call.Node("Mul", [left, right]);

    // x · (1 + erf(x / √2)) / 2, or its approximation by tanh.
    private static string Gelu(Call call)
    {
        var (x, element) = (call.Tensor("self"), call.Result);
        string Number(double value) => call.Graph.Scalar(value, element);
        if (call.Text("approximate") == "tanh")
        {
            var cube = Product(call, Product(call, x, x), Product(call, x, Number(0.044715)));
            var inner = Product(call, call.Node("Add", [x, cube]), Number(Math.Sqrt(2 / Math.PI)));
            return Product(call, Product(call, x, Number(0.5)), call.Node("Add", [call.Node("Tanh", [inner]), Number(1)]));
        }

        var share = call.Node("Add", [call.Node("Erf", [call.Node("Div", [x, Number(Math.Sqrt(2))])]), Number(1)]);
        return Product(call, Product(call, x, share), Number(0.5));
    }
}
