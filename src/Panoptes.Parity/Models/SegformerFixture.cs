using System.Text.Json;
using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Heads;

namespace Panoptes.Parity.Models;

/// <summary>Reads the configuration of SegFormer's parts: mmsegmentation's and NVlabs'.</summary>
internal static class SegformerFixture
{
    /// <summary>A Mix Transformer without drop path: "MixVisionTransformer", or "mit_b0" to "mit_b5", whose sizes the name says.</summary>
    public static MixTransformer ReadBackbone(JsonElement part)
    {
        var type = MmsegConfig.Type(part)!;
        if (type.StartsWith("mit_b", StringComparison.Ordinal))
        {
            MmsegConfig.Demand(type is [.., >= '0' and <= '5'], $"backbone {type}");
            return new MixTransformer(MixTransformerConfig.Of(type[^1] - '0') with { Form = SegformerVariant.Nvlabs, DropPath = 0 });
        }

        var heads = MmsegConfig.Ints(part, "num_heads", [1, 2, 4, 8]);
        var width = MmsegConfig.Int(part, "embed_dims", 64);
        MmsegConfig.Demand(
            MmsegConfig.Int(part, "num_stages", 4) == 4 && MmsegConfig.Ints(part, "patch_sizes", [7, 3, 3, 3]) is [7, 3, 3, 3],
            "a MiT of other stages or patches");
        MmsegConfig.Demand(
            MmsegConfig.Ints(part, "strides", [4, 2, 2, 2]) is [4, 2, 2, 2] && MmsegConfig.Bool(part, "qkv_bias", true),
            "a MiT of other strides or without biases");
        return new MixTransformer(new MixTransformerConfig
        {
            Widths = [.. heads.Select(count => width * count)],
            Depths = MmsegConfig.Ints(part, "num_layers", [3, 4, 6, 3]),
            Heads = heads,
            Reductions = MmsegConfig.Ints(part, "sr_ratios", [8, 4, 2, 1]),
            Expansion = MmsegConfig.Int(part, "mlp_ratio", 4),
            DropPath = 0,
        });
    }

    /// <summary>NVlabs' "SegFormerHead" or mmsegmentation's "SegformerHead", without what all heads share.</summary>
    public static HeadConfig ReadHead(JsonElement part) => MmsegConfig.Type(part) == "SegFormerHead"
        ? new NvlabsSegformerHeadConfig
        {
            UnusedChannels = MmsegConfig.Int(part, "channels", 128),
            Channels = MmsegConfig.Int(part.GetProperty("decoder_params"), "embed_dim", 256),
        }
        : new SegformerHeadConfig { Channels = MmsegConfig.Int(part, "channels", 256) };
}
