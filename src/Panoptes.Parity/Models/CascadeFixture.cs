using System.Text.Json;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Parity.Models;

/// <summary>Builds a segmenter of two heads, the second of which refines the first's logits, from mmsegmentation's configuration.</summary>
internal static class CascadeFixture
{
    /// <summary>Builds it, without dropout.</summary>
    /// <exception cref="NotSupportedException">The configuration asks for what this version lacks.</exception>
    public static FixtureModel Build(JsonElement config)
    {
        JsonElement[] heads = [.. config.GetProperty("decode_head").EnumerateArray()];
        MmsegConfig.Demand(
            heads.Length == 2 && MmsegConfig.Type(heads[1]) == "OCRHead" && MmsegConfig.Int(heads[1], "scale", 1) == 1,
            "a cascade other than a head and an OCRHead of scale 1");
        var coarse = MmsegConfig.ReadHead(heads[0]);
        var fine = coarse with { Channels = MmsegConfig.Int(heads[1], "channels", 512) };
        var network = new CascadeEncoderDecoder(
            MmsegConfig.ReadBackbone(config.GetProperty("backbone")), coarse, fine, MmsegConfig.Int(heads[1], "ocr_channels", 256));
        return new FixtureModel(
            network,
            images => Outputs(network, images),
            [("decode_head.0", "decode_0", MmsegConfig.LossWeight(heads[0])), (
                "decode_head.1", "decode_1", MmsegConfig.LossWeight(heads[1]))],
            fine.NumClasses);
    }

    private static Dictionary<string, Tensor> Outputs(CascadeEncoderDecoder network, Tensor images)
    {
        var features = network.Backbone.Forward(images);
        var outputs = features.Select((feature, k) => KeyValuePair.Create($"backbone.{k}", feature)).ToDictionary(StringComparer.Ordinal);
        outputs["decode_head.0"] = network.CoarseHead.Forward(features);
        outputs["decode_head.1"] = network.FineHead.Forward(features, outputs["decode_head.0"]);
        outputs["logits"] = outputs["decode_head.1"].UpsampleBilinear2d([images.Size(2), images.Size(3)], false);
        return outputs;
    }
}
