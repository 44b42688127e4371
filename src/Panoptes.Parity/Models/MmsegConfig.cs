using System.Text.Json;
using Panoptes.Models.Backbones;
using Panoptes.Models.Heads;

namespace Panoptes.Parity.Models;

/// <summary>Reads mmsegmentation's configuration of backbones and heads. What this version lacks is a <see cref="NotSupportedException"/> that names it.</summary>
internal static class MmsegConfig
{
    /// <summary>The "type" of a part, or null.</summary>
    public static string? Type(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out var type) ? type.GetString() : null;

    /// <summary>A ResNet or ResNetV1c.</summary>
    public static ResNetConfig ReadResNet(JsonElement part)
    {
        var type = Type(part);
        Demand(type is "ResNet" or "ResNetV1c", $"backbone {type}");
        Demand(Text(part, "style", "pytorch") == "pytorch", "a ResNet of style caffe");
        Demand(Int(part, "num_stages", 4) == 4, "a ResNet of other than 4 stages");
        Demand(Ints(part, "out_indices", [0, 1, 2, 3]) is [0, 1, 2, 3], "a ResNet with other outputs than its 4 stages");
        Demand(!Bool(part, "avg_down", false) && !Has(part, "dcn") && !Has(part, "multi_grid") && !Has(part, "plugins"), "a ResNet with avg_down, dcn, multi_grid or plugins");
        return new ResNetConfig
        {
            Depth = Int(part, "depth", 50),
            DeepStem = type == "ResNetV1c" || Bool(part, "deep_stem", false),
            Strides = Ints(part, "strides", [1, 2, 2, 2]),
            Dilations = Ints(part, "dilations", [1, 1, 1, 1]),
            ContractDilation = Bool(part, "contract_dilation", false),
        };
    }

    /// <summary>A decode or auxiliary head, without dropout.</summary>
    public static HeadConfig ReadHead(JsonElement part)
    {
        Demand(Text(Member(part, "norm_cfg"), "type", "BN") is "BN" or "SyncBN", "a head whose norm is not BN");
        Demand(!Has(part, "input_transform"), "a head that takes several features");
        HeadConfig head = Type(part) switch
        {
            "PSPHead" => new PspHeadConfig { PoolScales = Ints(part, "pool_scales", [1, 2, 3, 6]) },
            "DepthwiseSeparableASPPHead" => new SeparableAsppHeadConfig
            {
                Dilations = Ints(part, "dilations", [1, 6, 12, 18]),
                LowLevelChannels = Int(part, "c1_in_channels", 0) == 0 ? 0 : Int(part, "c1_channels", 0),
            },
            "FCNHead" => new FcnHeadConfig
            {
                NumConvs = Int(part, "num_convs", 2),
                KernelSize = Int(part, "kernel_size", 3),
                ConcatInput = Bool(part, "concat_input", true),
                Dilation = Int(part, "dilation", 1),
            },
            var type => throw new NotSupportedException($"head {type}"),
        };
        return head with
        {
            InputLevel = Int(part, "in_index", -1),
            Channels = Int(part, "channels", 512),
            NumClasses = Int(part, "num_classes", 19),
            Dropout = 0,
            AlignCorners = Bool(part, "align_corners", false),
        };
    }

    /// <summary>The weight of a head's loss.</summary>
    public static double LossWeight(JsonElement head) =>
        Member(head, "loss_decode") is { ValueKind: JsonValueKind.Object } loss && loss.TryGetProperty("loss_weight", out var weight) ? weight.GetDouble() : 1;

    private static void Demand(bool holds, string lacking)
    {
        if (!holds)
        {
            throw new NotSupportedException(lacking);
        }
    }

    private static JsonElement Member(JsonElement part, string name) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var member) ? member : default;

    private static bool Has(JsonElement part, string name) => Member(part, name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static string Text(JsonElement part, string name, string otherwise) => Has(part, name) ? Member(part, name).GetString()! : otherwise;

    private static int Int(JsonElement part, string name, int otherwise) => Has(part, name) ? Member(part, name).GetInt32() : otherwise;

    private static bool Bool(JsonElement part, string name, bool otherwise) => Has(part, name) ? Member(part, name).GetBoolean() : otherwise;

    private static int[] Ints(JsonElement part, string name, int[] otherwise) =>
        Has(part, name) ? [.. Member(part, name).EnumerateArray().Select(number => number.GetInt32())] : otherwise;
}
