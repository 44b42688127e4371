using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Operators;

/// <summary>Matrix products and attention.</summary>
internal static class Products
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        ("aten::matmul", call => [call.Node("MatMul", [call.Tensor("self"), call.Tensor("other")])]),
        ("aten::mm", call => [call.Node("MatMul", [call.Tensor("self"), call.Tensor("mat2")])]),
        ("aten::bmm", call => [call.Node("MatMul", [call.Tensor("self"), call.Tensor("mat2")])]),
        ("aten::mv", call => [call.Node("MatMul", [call.Tensor("self"), call.Tensor("vec")])]),
        ("aten::addmm", call => [Added(call, "mat1", "mat2")]),
        ("aten::baddbmm", call => [Added(call, "batch1", "batch2")]),
        ("aten::linear", call => [Linear(call)]),
        ("aten::einsum", call => [call.Node("Einsum", call.Tensors("tensors"), ("equation", call.Text("equation")!))]),
        ("aten::scaled_dot_product_attention", call => [Whole(call)]),
        ("panoptes::attention", call => [Attention(call, "mask")]),
    ];

    private static string Scaled(Call call, string value, double factor) =>
        factor == 1 ? value : call.Node("Mul", [value, call.Graph.Scalar(factor, call.Result)]);

    private static string Added(Call call, string left, string right)
    {
        var product = Scaled(call, call.Node("MatMul", [call.Tensor(left), call.Tensor(right)]), call.Number("alpha", 1));
        return call.Node("Add", [Scaled(call, call.Tensor("self"), call.Number("beta", 1)), product]);
    }

    private static string Linear(Call call)
    {
        var (x, weight) = (call.Tensor("input"), call.Tensor("weight"));
        if (call.Rank("input") == 2)
        {
            return call.Node("Gemm", [x, weight, .. call.Has("bias") ? [call.Tensor("bias")] : Array.Empty<string>()], ("transB", 1L));
        }

        // Runtimes turn the constant around once, when they load it.
        var product = call.Node("MatMul", [x, call.Node("Transpose", [weight], ("perm", new long[] { 1, 0 }))]);
        return call.Has("bias") ? call.Node("Add", [product, call.Tensor("bias")]) : product;
    }

    private static string Whole(Call call)
    {
        if (call.Number("dropout_p") != 0 || call.Flag("is_causal"))
        {
            throw call.Refused("dropout, or a causal mask");
        }

        return Attention(call, "attn_mask");
    }

    private static string Attention(Call call, string masking)
    {
        var rank = call.Rank("key");
        long[] turned = [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2];
        var query = Scaled(call, call.Tensor("query"), 1 / Math.Sqrt(call.Shape("query")[^1].Value));
        var scores = call.Node("MatMul", [query, call.Node("Transpose", [call.Tensor("key")], ("perm", turned))]);
        if (call.Has(masking))
        {
            var mask = call.Tensor(masking);
            scores = call.Element(masking) == OnnxElement.Bool
                ? call.Node("Where", [mask, scores, call.Graph.Scalar(double.NegativeInfinity, call.Result)])
                : call.Node("Add", [scores, mask]);
        }

        return call.Node("MatMul", [call.Node("Softmax", [scores], ("axis", -1L)), call.Tensor("value")]);
    }
}
