using System.Text.Json;
using Panoptes.Models.Backbones.Swin;

namespace Panoptes.Parity.Models;

/// <summary>Builds a Swin backbone from Mask2Former's configuration (MODEL.SWIN).</summary>
internal static class SwinFixture
{
    private static readonly string[] Outputs = ["res2", "res3", "res4", "res5"];

    /// <summary>Builds it, without drop path.</summary>
    /// <exception cref="NotSupportedException">The configuration asks for what this version lacks.</exception>
    public static FixtureModel Build(JsonElement config)
    {
        MmsegConfig.Demand(!MmsegConfig.Bool(config, "APE", false), "a Swin with an absolute position embedding");
        MmsegConfig.Demand(
            MmsegConfig.Bool(config, "PATCH_NORM", true) && MmsegConfig.Bool(config, "QKV_BIAS", true),
            "a Swin without patch norm or biases");
        MmsegConfig.Demand(
            MmsegConfig.Int(config, "PATCH_SIZE", 4) == 4 && !MmsegConfig.Has(config, "QK_SCALE"),
            "a Swin with another patch size or scale");
        var network = new SwinTransformer(new SwinConfig
        {
            Width = MmsegConfig.Int(config, "EMBED_DIM", 96),
            Depths = MmsegConfig.Ints(config, "DEPTHS", [2, 2, 6, 2]),
            Heads = MmsegConfig.Ints(config, "NUM_HEADS", [3, 6, 12, 24]),
            Window = MmsegConfig.Int(config, "WINDOW_SIZE", 7),
            MlpRatio = MmsegConfig.Number(config, "MLP_RATIO", 4),
            DropPath = 0,
        });
        return new FixtureModel(
            network,
            images => network.Forward(images).Zip(Outputs).ToDictionary(pair => pair.Second, pair => pair.First, StringComparer.Ordinal),
            [],
            0);
    }
}
