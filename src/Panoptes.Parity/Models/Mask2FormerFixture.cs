using System.Text.Json;
using Panoptes.Models.Backbones;
using Panoptes.Models.Backbones.Adapters;
using Panoptes.Models.Backbones.Detectron;
using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Layers;
using Panoptes.Models.MaskDecoders;
using Panoptes.Models.PixelDecoders;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Parity.Models;

/// <summary>Builds a Mask2Former from the settings of its published configuration.</summary>
internal static class Mask2FormerFixture
{
    /// <summary>Builds it, without drop path; its outputs are features, the pixel decoder's maps and every layer's predictions.</summary>
    /// <exception cref="NotSupportedException">The configuration asks for what this version lacks.</exception>
    public static FixtureModel Build(JsonElement config)
    {
        var width = MmsegConfig.Int(config, "hidden_dim", 256);
        MmsegConfig.Demand(
            MmsegConfig.Int(config, "mask_dim", width) == width && MmsegConfig.Int(config, "convs_dim", width) == width,
            "a Mask2Former of several widths");
        MmsegConfig.Demand(
            MmsegConfig.Text(config, "norm", "GN") == "GN" && !MmsegConfig.Bool(config, "pre_norm", false),
            "a Mask2Former with another norm, or with it before layers");
        MmsegConfig.Demand(MmsegConfig.Number(config, "dropout", 0) == 0, "a Mask2Former with dropout");
        var heads = MmsegConfig.Int(config, "nheads", 8);
        var pixels = new MsDeformAttnPixelDecoderConfig
        {
            Width = width,
            Heads = heads,
            Points = MmsegConfig.Int(config, "encoder_points", 4),
            Layers = MmsegConfig.Int(config, "encoder_layers", 6),
            FeedForward = MmsegConfig.Int(config, "encoder_dim_feedforward", 1024),
        };
        var decoder = new MaskedAttentionDecoderConfig
        {
            NumClasses = MmsegConfig.Int(config, "num_classes", 19),
            Queries = MmsegConfig.Int(config, "num_queries", 100),
            Layers = MmsegConfig.Int(config, "decoder_layers", 9),
            Heads = heads,
            FeedForward = MmsegConfig.Int(config, "dim_feedforward", 2048),
        };
        var network = new Mask2Former(BackboneOf(config), pixels, decoder);
        return new FixtureModel(network, images => Outputs(network, images), [], 0);
    }

    private static Backbone BackboneOf(JsonElement config) => MmsegConfig.Text(config, "backbone", "") switch
    {
        "build_resnet_backbone" => ResNet(config.GetProperty("resnet")),
        "D2SwinTransformer" => DetectronBackboneFixture.SwinOf(config.GetProperty("swin")),
        "DinoV2BaseBackbone" => new DinoPyramid(DinoConfig.Base),
        "DinoV2LargeBackbone" => new DinoPyramid(DinoConfig.Large),
        var other => throw new NotSupportedException($"Mask2Former on {other}"),
    };

    private static DetectronResNet ResNet(JsonElement config)
    {
        var norm = MmsegConfig.Text(config, "norm", "FrozenBN");
        MmsegConfig.Demand(norm is "FrozenBN" or "BN" or "SyncBN", $"a ResNet with {norm}");
        MmsegConfig.Demand(MmsegConfig.Int(config, "stem_out_channels", 64) == 64, "a ResNet with another stem");
        return new DetectronResNet(new DetectronResNetConfig
        {
            Depth = MmsegConfig.Int(config, "depth", 50),
            StrideIn1x1 = MmsegConfig.Bool(config, "stride_in_1x1", false),
            Norm = norm == "FrozenBN" ? NormKind.FrozenBatch : NormKind.Batch,
        });
    }

    private static Dictionary<string, Tensor> Outputs(Mask2Former network, Tensor images)
    {
        var features = network.Backbone.Forward(Mask2Former.Pad(images));
        var outputs = DetectronBackboneFixture.Features(features);
        var pixels = network.PixelDecoder.Forward(features);
        outputs["pixel_decoder.mask_features"] = pixels.PixelFeatures;
        for (var k = 0; k < pixels.Levels.Count; k++)
        {
            outputs[$"pixel_decoder.multi_scale_features.{k}"] = pixels.Levels[k];
        }

        var predictions = network.Decoder.Forward(pixels, everyLayer: true);
        for (var k = 0; k < predictions.Count; k++)
        {
            var prefix = k == predictions.Count - 1 ? "" : $"aux_outputs.{k}.";
            outputs[prefix + "pred_logits"] = predictions[k].ClassLogits;
            outputs[prefix + "pred_masks"] = predictions[k].MaskLogits;
        }

        return outputs;
    }
}
