using System.Text.Json;
using Panoptes.Models.Backbones;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Parity.Models;

/// <summary>Builds the model that a fixture's configuration describes, where this version has it.</summary>
internal static class FixtureModels
{
    /// <summary>Builds a model; dropout is off, as the format demands.</summary>
    /// <param name="fixture">The fixture's document.</param>
    /// <param name="reason">Where the result is null, what this version lacks.</param>
    public static FixtureModel? Build(JsonElement fixture, out string reason)
    {
        reason = "";
        var config = fixture.GetProperty("config");
        var model = fixture.GetProperty("model").GetString()!;
        try
        {
            return MmsegConfig.Type(config) switch
            {
                "EncoderDecoder" => Segmenter(config),
                "CascadeEncoderDecoder" => CascadeFixture.Build(config),
                "ResNet" or "ResNetV1c" or "HRNet" => Backbone(MmsegConfig.ReadBackbone(config)),
                null when model.StartsWith("Mask2Former ", StringComparison.Ordinal) && HasNetwork(fixture, model) =>
                    Mask2FormerFixture.Build(config),
                null when model.EndsWith("backbone of Mask2Former", StringComparison.Ordinal) => DetectronBackboneFixture.Swin(config),
                null when model.StartsWith("DINOv2 ", StringComparison.Ordinal) => DetectronBackboneFixture.Dino(config),
                null when model.StartsWith("torchvision_resnet", StringComparison.Ordinal) => Classifier(config),
                null when model.StartsWith("swin_", StringComparison.Ordinal) => SwinFixture.Build(config),
                null when model.StartsWith("dinov2_", StringComparison.Ordinal) => DinoFixture.Build(config),
                null when model.StartsWith("eomt_", StringComparison.Ordinal) => EomtFixture.Build(fixture, config),
                var type => throw new NotSupportedException(type is null ? model : $"{model} ({type})"),
            };
        }
        catch (NotSupportedException lacking)
        {
            reason = lacking.Message;
            return null;
        }
    }

    // Fixtures of inference and of training steps are about more than the network.
    private static bool HasNetwork(JsonElement fixture, string model) =>
        fixture.TryGetProperty("parameters", out _) && !model.Contains("training step", StringComparison.Ordinal);

    private static FixtureModel Classifier(JsonElement config)
    {
        var network = new ResNet(
            new ResNetConfig { Depth = config.GetProperty("depth").GetInt32(), NumClasses = config.GetProperty("num_classes").GetInt32() });
        return new FixtureModel(network, images =>
        {
            var outputs = new Dictionary<string, Tensor> { ["maxpool"] = network.Stem(images) };
            var features = network.Stages(outputs["maxpool"]);
            for (var k = 0; k < features.Length; k++)
            {
                outputs[$"layer{k + 1}"] = features[k];
            }

            outputs["logits"] = network.Classify(features[^1]);
            return outputs;
        }, [], 0);
    }

    private static FixtureModel Backbone(Backbone network) => new(network, images => Features(network.Forward(images)), [], 0);

    private static FixtureModel Segmenter(JsonElement config)
    {
        var decode = MmsegConfig.ReadHead(config.GetProperty("decode_head"));
        var hasAuxiliary = config.TryGetProperty("auxiliary_head", out var auxiliary) && auxiliary.ValueKind == JsonValueKind.Object;
        var backbone = MmsegConfig.ReadBackbone(config.GetProperty("backbone"));
        var network = new EncoderDecoder(backbone, decode, hasAuxiliary ? MmsegConfig.ReadHead(auxiliary) : null);
        List<(string, string, double)> losses = [("decode_head", "decode", MmsegConfig.LossWeight(config.GetProperty("decode_head")))];
        if (hasAuxiliary)
        {
            losses.Add(("auxiliary_head", "aux", MmsegConfig.LossWeight(auxiliary)));
        }

        return new FixtureModel(network, images =>
        {
            var features = network.Backbone.Forward(images);
            var outputs = Features(features);
            var logits = network.DecodeHead.Forward(features);
            outputs["decode_head"] = logits;
            if (network.AuxiliaryHead is not null)
            {
                outputs["auxiliary_head"] = network.AuxiliaryHead.Forward(features);
            }

            outputs["logits"] = logits.UpsampleBilinear2d([images.Size(2), images.Size(3)], decode.AlignCorners);
            return outputs;
        }, losses, decode.NumClasses)
        { Give = (name, tensor) => Give(network, name, tensor) };
    }

    private static void Give(EncoderDecoder network, string name, Tensor tensor)
    {
        if (name != "nmf_bases" || network.DecodeHead is not HamburgerHead hamburger)
        {
            throw new NotSupportedException($"an input '{name}'");
        }

        hamburger.UseBases(tensor);
    }

    private static Dictionary<string, Tensor> Features(Tensor[] features) =>
        features.Select((feature, k) => KeyValuePair.Create($"backbone.{k}", feature)).ToDictionary(StringComparer.Ordinal);
}
