using System.Text.Json;
using Panoptes.Models.Backbones;
using Panoptes.Models.Backbones.HighResolution;
using Panoptes.Models.Heads;

namespace Panoptes.Parity.Models;

/// <summary>
/// Reads mmsegmentation's configuration of backbones and heads. What this version lacks is a <see cref="NotSupportedException"/> that names
/// it.
/// </summary>
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
        Demand(
            !Bool(part, "avg_down", false) && !Has(part, "dcn") && !Has(part, "multi_grid") && !Has(part, "plugins"),
            "a ResNet with avg_down, dcn, multi_grid or plugins");
        return new ResNetConfig
        {
            Depth = Int(part, "depth", 50),
            DeepStem = type == "ResNetV1c" || Bool(part, "deep_stem", false),
            Strides = Ints(part, "strides", [1, 2, 2, 2]),
            Dilations = Ints(part, "dilations", [1, 1, 1, 1]),
            ContractDilation = Bool(part, "contract_dilation", false),
        };
    }

    /// <summary>A backbone of any kind.</summary>
    public static Backbone ReadBackbone(JsonElement part) => Type(part) switch
    {
        "HRNet" => new HrNet(ReadHrNet(part)),
        "MSCAN" => SegnextFixture.ReadBackbone(part),
        "MixVisionTransformer" => SegformerFixture.ReadBackbone(part),
        "mit_b0" or "mit_b1" or "mit_b2" or "mit_b3" or "mit_b4" or "mit_b5" => SegformerFixture.ReadBackbone(part),
        _ => new ResNet(ReadResNet(part)),
    };

    /// <summary>An HRNet.</summary>
    public static HrNetConfig ReadHrNet(JsonElement part)
    {
        var stages = Enumerable.Range(1, 4).Select(stage => Member(Member(part, "extra"), $"stage{stage}")).ToArray();
        var width = Ints(stages[1], "num_channels", [])[0];
        var blocks = Ints(stages[1], "num_blocks", [])[0];
        Demand(
            Bool(part, "multiscale_output", true) && Int(part, "in_channels", 3) == 3,
            "an HRNet of one output or other than three channels");
        Demand(
            Text(stages[0], "block", "") == "BOTTLENECK" && Int(stages[0], "num_modules", 1) == 1
                && Ints(stages[0], "num_channels", []) is [64]
                && stages.Skip(1).All(stage => Text(stage, "block", "") == "BASIC"
                    && Ints(stage, "num_blocks", []).All(count => count == blocks)
                    && Ints(stage, "num_channels", []).Select((channels, branch) => channels == width << branch).All(holds => holds)),
            "an HRNet whose branches differ in more than a factor of two");
        return new HrNetConfig
        {
            Width = width,
            StemBlocks = Ints(stages[0], "num_blocks", [])[0],
            BlocksPerBranch = blocks,
            Modules = [.. stages.Skip(1).Select(stage => Int(stage, "num_modules", 1))],
        };
    }

    /// <summary>A decode or auxiliary head, without dropout.</summary>
    public static HeadConfig ReadHead(JsonElement part) => Type(part) switch
    {
        "SegformerHead" or "SegFormerHead" => Common(SegformerFixture.ReadHead(part), part),
        "LightHamHead" => Common(SegnextFixture.ReadHead(part), part),
        _ => ReadPlainHead(part),
    };

    private static HeadConfig Common(HeadConfig head, JsonElement part) => head with
    {
        NumClasses = Int(part, "num_classes", 19),
        Dropout = 0,
        AlignCorners = Bool(part, "align_corners", false),
    };

    private static HeadConfig ReadPlainHead(JsonElement part)
    {
        Demand(Text(Member(part, "norm_cfg"), "type", "BN") is "BN" or "SyncBN", "a head whose norm is not BN");
        var type = Type(part);
        var transform = Text(part, "input_transform", "");
        Demand(
            transform is "" or "resize_concat" || (transform == "multiple_select" && type == "UPerHead"),
            $"a head with input_transform {transform}");
        var takesAll = transform == "resize_concat" || type == "UPerHead";
        Demand(!takesAll || Ints(part, "in_index", [0, 1, 2, 3]) is [0, 1, 2, 3], "a head of several features other than all four");
        HeadConfig head = type switch
        {
            "UPerHead" => new UperHeadConfig { PoolScales = Ints(part, "pool_scales", [1, 2, 3, 6]) },
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
            _ => throw new NotSupportedException($"head {type}"),
        };
        return Common(head, part) with
        {
            ConcatLevels = transform == "resize_concat",
            InputLevel = takesAll ? -1 : Int(part, "in_index", -1),
            Channels = Int(part, "channels", 512),
        };
    }

    /// <summary>The weight of a head's loss.</summary>
    public static double LossWeight(JsonElement head) =>
        Member(head, "loss_decode") is { ValueKind: JsonValueKind.Object } loss && loss.TryGetProperty("loss_weight", out var weight)
            ? weight.GetDouble()
            : 1;

    /// <summary>Throws where a configuration asks for what this version lacks.</summary>
    public static void Demand(bool holds, string lacking)
    {
        if (!holds)
        {
            throw new NotSupportedException(lacking);
        }
    }

    private static JsonElement Member(JsonElement part, string name) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var member) ? member : default;

    /// <summary>Whether a part has a member that is not null.</summary>
    public static bool Has(JsonElement part, string name) =>
        Member(part, name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A text, or a default where it is missing.</summary>
    public static string Text(JsonElement part, string name, string otherwise) =>
        Has(part, name) ? Member(part, name).GetString()! : otherwise;

    /// <summary>An integer, or a default where it is missing.</summary>
    public static int Int(JsonElement part, string name, int otherwise) => Has(part, name) ? Member(part, name).GetInt32() : otherwise;

    /// <summary>A truth value, or a default where it is missing.</summary>
    public static bool Bool(JsonElement part, string name, bool otherwise) => Has(part, name) ? Member(part, name).GetBoolean() : otherwise;

    /// <summary>A number, or a default where it is missing.</summary>
    public static double Number(JsonElement part, string name, double otherwise) =>
        Has(part, name) ? Member(part, name).GetDouble() : otherwise;

    /// <summary>A list of integers, or a default where it is missing.</summary>
    public static int[] Ints(JsonElement part, string name, int[] otherwise) =>
        Has(part, name) ? [.. Member(part, name).EnumerateArray().Select(number => number.GetInt32())] : otherwise;
}
