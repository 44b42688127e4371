using System.Text.Json;
using Panoptes.Models.Backbones.Dino;
using Panoptes.Tensors;

namespace Panoptes.Parity.Models;

/// <summary>Builds a DINOv2 transformer from the arguments of its release's constructor.</summary>
internal static class DinoFixture
{
    /// <summary>Builds it, without drop path; its outputs are a quarter, a half, three quarters and all of its blocks.</summary>
    /// <exception cref="NotSupportedException">The configuration asks for what this version lacks.</exception>
    public static FixtureModel Build(JsonElement config)
    {
        MmsegConfig.Demand(MmsegConfig.Text(config, "ffn_layer", "mlp") == "mlp", "a DINOv2 with SwiGLU");
        MmsegConfig.Demand(MmsegConfig.Int(config, "block_chunks", 0) == 0, "a DINOv2 in chunks");
        MmsegConfig.Demand(
            MmsegConfig.Number(config, "mlp_ratio", 4) == 4 && MmsegConfig.Bool(config, "qkv_bias", true),
            "a DINOv2 with another MLP or without biases");
        var depth = MmsegConfig.Int(config, "depth", 12);
        var network = new DinoTransformer(new DinoConfig
        {
            Width = MmsegConfig.Int(config, "embed_dim", 384),
            Depth = depth,
            Heads = MmsegConfig.Int(config, "num_heads", 6),
            Patch = MmsegConfig.Int(config, "patch_size", 14),
            ImageSize = MmsegConfig.Int(config, "img_size", 518),
            Registers = MmsegConfig.Int(config, "num_register_tokens", 0),
            InterpolationOffset = MmsegConfig.Number(config, "interpolate_offset", 0.1),
            Antialias = MmsegConfig.Bool(config, "interpolate_antialias", false),
            LayerScale = MmsegConfig.Number(config, "init_values", 1),
            FeatureBlocks = [depth - 1],
        });
        int[] blocks = [.. Enumerable.Range(1, 4).Select(quarter => (quarter * depth / 4) - 1)];
        return new FixtureModel(network, images => Outputs(network, images, blocks), [], 0);
    }

    private static Dictionary<string, Tensor> Outputs(DinoTransformer network, Tensor images, int[] blocks)
    {
        var features = network.Features(images, blocks);
        var outputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (block, (map, token)) in blocks.Zip(features))
        {
            outputs[$"intermediate.{block}"] = map;
            outputs[$"intermediate.{block}.cls"] = token;
        }

        outputs["x_norm_patchtokens"] = features[^1].Map.Flatten(2).Transpose(1, 2);
        outputs["x_norm_clstoken"] = features[^1].ClassToken;
        return outputs;
    }
}
