using Panoptes.Export.Graphs;

namespace Panoptes.Export.Operators;

/// <summary>Convolutions.</summary>
internal static class Convolutions
{
    public static IEnumerable<(string Name, OperatorRule Rule)> Rules =>
    [
        ("aten::conv2d", call => [Plain(call, call.Integer("groups", 1))]),
        ("aten::convolution", call => [call.Flag("transposed") ? Transposed(call) : Plain(call, call.Integer("groups", 1))]),
        ("aten::conv_transpose2d.input", call => [Transposed(call)]),
        ("panoptes::depthwise_conv2d", call => [Plain(call, call.Shape("weight")[0].Value)]),
    ];

    private static string[] Inputs(Call call) =>
        [call.Tensor("input"), call.Tensor("weight"), .. call.Has("bias") ? [call.Tensor("bias")] : Array.Empty<string>()];

    private static (string, object)[] Common(Call call, long groups)
    {
        var padding = call.Pair("padding", 0);
        return
        [
            ("kernel_shape", new[] { call.Shape("weight")[2].Value, call.Shape("weight")[3].Value }),
            ("strides", call.Pair("stride", 1)),
            ("pads", new[] { padding[0], padding[1], padding[0], padding[1] }),
            ("dilations", call.Pair("dilation", 1)),
            ("group", groups),
        ];
    }

    private static string Plain(Call call, long groups) => call.Node("Conv", Inputs(call), Common(call, groups));

    private static string Transposed(Call call) => call.Node(
        "ConvTranspose", Inputs(call), [.. Common(call, call.Integer("groups", 1)), ("output_padding", call.Pair("output_padding", 0))]);
}
