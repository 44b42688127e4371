using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Operators;

/// <summary>Normalization over batches, groups of channels and last axes.</summary>
internal static class Normalizations
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        ("aten::batch_norm", call => [Batch(call)]),
        ("aten::group_norm", call => [Group(call)]),
        ("aten::layer_norm", call => [Layer(call)]),
    ];

    private static (string, object) Epsilon(Call call) => ("epsilon", (float)call.Number("eps", 1e-5));

    private static string Batch(Call call)
    {
        if (call.Flag("training"))
        {
            throw call.Refused("batch normalization by the batch itself");
        }

        return call.Node(
            "BatchNormalization",
            [
                call.Tensor("input"), Given(call, "weight", 1), Given(call, "bias", 0), call.Tensor("running_mean"),
                call.Tensor("running_var"),
            ],
            Epsilon(call));
    }

    private static string Given(Call call, string name, float usual)
    {
        var channels = call.Shape("input")[1].Value;
        return call.Has(name) ? call.Tensor(name) : call.Graph.Numbers([.. Enumerable.Repeat(usual, (int)channels)]);
    }

    private static string Layer(Call call)
    {
        var shape = call.Integers("normalized_shape");
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        var weight = call.Has("weight") ? call.Tensor("weight") : call.Graph.Constant(
            OnnxElement.Float, shape, Bytes(Enumerable.Repeat(1f, count)));
        return call.Node(
            "LayerNormalization", [call.Tensor("input"), weight, .. call.Has("bias") ? [call.Tensor("bias")] : Array.Empty<string>()],
            ("axis", -(long)shape.Length), Epsilon(call));
    }

    private static byte[] Bytes(IEnumerable<float> values) => [.. values.SelectMany(BitConverter.GetBytes)];

    // Groups become channels of one instance each: normalized as such, then scaled channel by channel.
    private static string Group(Call call)
    {
        var (groups, shape) = ((int)call.Integer("num_groups"), call.Shape("input"));
        var joined = call.Node("Reshape", [call.Tensor("input"), call.Graph.Integers(0, groups, -1)]);
        var normalized = call.Node(
            "InstanceNormalization",
            [joined, call.Graph.Numbers([.. Enumerable.Repeat(1f, groups)]), call.Graph.Numbers(new float[groups])],
            Epsilon(call));
        var value = call.Node("Reshape", [normalized, call.Graph.Add("Shape", OnnxElement.Int64, [call.Tensor("input")])]);
        long[] axes = [.. Enumerable.Range(1, shape.Count - 2)];
        string Wide(string name) => call.Node("Unsqueeze", [call.Tensor(name), call.Graph.Integers(axes)]);
        value = call.Has("weight") ? call.Node("Mul", [value, Wide("weight")]) : value;
        return call.Has("bias") ? call.Node("Add", [value, Wide("bias")]) : value;
    }
}
