using System.Text.Json;
using Panoptes.Models.Backbones.Plain;
using Panoptes.Models.Segmenters;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;

namespace Panoptes.Parity.Models;

/// <summary>Builds an EoMT, and runs it for each of a fixture's annealing cases.</summary>
internal static class EomtFixture
{
    /// <summary>Builds it; its outputs are CASE.mask.k, CASE.class.k and, where queries pass a block, CASE.attn.k.</summary>
    /// <exception cref="NotSupportedException">The configuration asks for what this version lacks.</exception>
    public static FixtureModel Build(JsonElement fixture, JsonElement config)
    {
        MmsegConfig.Demand(MmsegConfig.Number(config, "layer_norm_eps", 1e-6) == 1e-6, "an EoMT with another epsilon");
        var network = new Eomt(new EomtConfig
        {
            Encoder = new PlainTransformerConfig
            {
                Width = MmsegConfig.Int(config, "embed_dim", 384),
                Depth = MmsegConfig.Int(config, "depth", 12),
                Heads = MmsegConfig.Int(config, "num_heads", 6),
                Patch = MmsegConfig.Int(config, "patch_size", 16),
                ImageSize = [.. config.GetProperty("img_size").EnumerateArray().Select(side => side.GetInt32())],
                Registers = MmsegConfig.Int(config, "num_prefix_tokens", 5) - 1,
                IsGated = MmsegConfig.Text(config, "backbone", "").Contains("_giant_", StringComparison.Ordinal),
            },
            NumClasses = MmsegConfig.Int(config, "num_classes", 19),
            Queries = MmsegConfig.Int(config, "num_q", 100),
            LateBlocks = MmsegConfig.Int(config, "num_blocks", 4),
        });
        var cases = fixture.TryGetProperty("attn_mask_probs", out var given)
            ? given.EnumerateObject().ToDictionary(one => one.Name, Numbers, StringComparer.Ordinal)
            : [];
        return new FixtureModel(network, images => Outputs(network, images, cases), [], 0);
    }

    private static double[] Numbers(JsonProperty list) => [.. list.Value.EnumerateArray().Select(number => number.GetDouble())];

    private static Dictionary<string, Tensor> Outputs(Eomt network, Tensor images, Dictionary<string, double[]> cases)
    {
        var outputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var normalized = network.Normalize(images);
        foreach (var (name, shares) in cases)
        {
            network.Hold(shares);
            var call = 0;
            var predictions = network.Predict(normalized, Draw, See);
            for (var k = 0; k < predictions.Count; k++)
            {
                outputs[$"{name}.mask.{k}"] = predictions[k].MaskLogits;
                outputs[$"{name}.class.{k}"] = predictions[k].ClassLogits;
            }

            Tensor Draw(int block, long count, long queries) => Tensor.From(
                Array.ConvertAll(Formula.Values($"rand:{call++}", count * queries), u => (u + 1) / 2), count, queries);

            void See(int block, Tensor? visible)
            {
                var patches = images.Size(2) * images.Size(3) / (network.Backbone.Config.Patch * network.Backbone.Config.Patch);
                outputs[$"{name}.attn.{block}"] = visible is null
                    ? Tensor.Ones([images.Size(0), network.Queries, patches])
                    : visible.Narrow(2, visible.Size(2) - patches, patches).To(DType.Float32);
            }
        }

        return outputs;
    }
}
