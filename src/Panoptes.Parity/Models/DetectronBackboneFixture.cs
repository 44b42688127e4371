using System.Text.Json;
using Panoptes.Models.Backbones.Adapters;
using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Backbones.Swin;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Parity.Models;

/// <summary>
/// Builds backbones as Mask2Former and Guided distillation wrap them: under the name <c>backbone</c>, with outputs res2 to res5.
/// </summary>
internal static class DetectronBackboneFixture
{
    /// <summary>Builds a Swin transformer, without drop path.</summary>
    /// <exception cref="NotSupportedException">The configuration asks for what this version lacks.</exception>
    public static FixtureModel Swin(JsonElement config)
    {
        var network = SwinOf(config);
        return new FixtureModel(new Named("backbone", network), images => Features(network.Forward(images)), [], 0);
    }

    /// <summary>The Swin transformer of a configuration of Mask2Former.</summary>
    /// <exception cref="NotSupportedException">The configuration asks for what this version lacks.</exception>
    public static SwinTransformer SwinOf(JsonElement config)
    {
        MmsegConfig.Demand(!MmsegConfig.Bool(config, "ape", false), "a Swin with an absolute position embedding");
        MmsegConfig.Demand(
            MmsegConfig.Bool(config, "patch_norm", true) && MmsegConfig.Bool(config, "qkv_bias", true),
            "a Swin without patch norm or biases");
        MmsegConfig.Demand(MmsegConfig.Int(config, "patch_size", 4) == 4, "a Swin with another patch size");
        return new SwinTransformer(new SwinConfig
        {
            Width = MmsegConfig.Int(config, "embed_dim", 96),
            Depths = MmsegConfig.Ints(config, "depths", [2, 2, 6, 2]),
            Heads = MmsegConfig.Ints(config, "num_heads", [3, 6, 12, 24]),
            Window = MmsegConfig.Int(config, "window_size", 7),
            MlpRatio = MmsegConfig.Number(config, "mlp_ratio", 4),
            DropPath = 0,
        });
    }

    /// <summary>Builds a DINOv2 with the adapter.</summary>
    public static FixtureModel Dino(JsonElement config)
    {
        var patch = MmsegConfig.Int(config, "patch", 14);
        var network = new DinoPyramid(new DinoConfig
        {
            Width = MmsegConfig.Int(config, "embed_dim", 768),
            Depth = MmsegConfig.Int(config, "depth", 12),
            Heads = MmsegConfig.Int(config, "heads", 12),
            Patch = patch,
            ImageSize = MmsegConfig.Int(config, "pos_grid", 37) * patch,
            FeatureBlocks = [0],
        });
        return new FixtureModel(new Named("backbone", network), images =>
        {
            var outputs = Features(network.Forward(images));
            var (map, token) = network.Tokens(images);
            outputs["x_norm_patchtokens"] = map.Flatten(2).Transpose(1, 2);
            outputs["x_norm_clstoken"] = token;
            outputs["interpolated_pos_embed"] = network.Transformer.Positions(map.Size(2), map.Size(3));
            return outputs;
        }, [], 0);
    }

    /// <summary>Maps at strides 4 to 32 under detectron2's names.</summary>
    public static Dictionary<string, Tensor> Features(Tensor[] features) =>
        features.Select((feature, k) => KeyValuePair.Create($"res{k + 2}", feature)).ToDictionary(StringComparer.Ordinal);

    private sealed class Named : Module
    {
        public Named(string name, Module module) => Child(name, module);
    }
}
