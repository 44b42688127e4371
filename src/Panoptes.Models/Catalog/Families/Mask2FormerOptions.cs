using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Backbones.Adapters;
using Panoptes.Models.Backbones.Detectron;
using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Backbones.Swin;
using Panoptes.Models.MaskDecoders;
using Panoptes.Models.PixelDecoders;
using Panoptes.Models.Segmenters;

namespace Panoptes.Models.Catalog.Families;

/// <summary>Which Mask2Former. The defaults are the published R50's for Cityscapes.</summary>
public sealed record Mask2FormerOptions
{
    /// <summary>The backbone: r18, r50, r101, mobilenetv2, swin_t, swin_s, swin_b, swin_l, dinov2_b or dinov2_l.</summary>
    public string Backbone { get; init; } = "r50";

    /// <summary>Number of classes, without void and "no object".</summary>
    public int NumClasses { get; init; } = 19;

    /// <summary>Queries: the most masks that an image can get. Published: 100, 200 with Swin-L.</summary>
    public int Queries { get; init; } = 100;

    /// <summary>Decoder layers: one less than DEC_LAYERS of the published configurations, which count the prediction before the first.</summary>
    public int DecoderLayers { get; init; } = 9;

    /// <summary>Layers of the pixel decoder's encoder.</summary>
    public int EncoderLayers { get; init; } = 6;

    /// <summary>Channels of both decoders: a multiple of 32.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Attention heads of both decoders, a divisor of the width.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Hidden channels of the decoder layers' last part.</summary>
    public int FeedForward { get; init; } = 2048;

    /// <summary>Hidden channels of the encoder layers' second half.</summary>
    public int EncoderFeedForward { get; init; } = 1024;

    /// <summary>Whether a ResNet's normalizations keep their statistics and parameters, as published for COCO (FrozenBN); else they learn.</summary>
    public bool FrozenNorm { get; init; }

    /// <summary>Share of samples that the last block of a Swin or DINOv2 skips in training, 0 to below 1. Published: 0.3 for Swin, 0 for DINOv2.</summary>
    public double? DropPath { get; init; }

    /// <summary>Whether blocks and layers are computed again in the backward pass instead of kept: less memory, about a third more time, the same gradients.</summary>
    public bool ActivationCheckpointing { get; init; }

    /// <summary>A small network for tests and first trials on processors: three layers each, 50 queries, half the width.</summary>
    /// <param name="backbone">r18 or mobilenetv2.</param>
    public static Mask2FormerOptions Small(string backbone = "mobilenetv2") => new()
    {
        Backbone = backbone,
        Queries = 50,
        DecoderLayers = 3,
        EncoderLayers = 3,
        Width = 128,
        FeedForward = 512,
        EncoderFeedForward = 512,
    };

    /// <summary>Makes the network with random weights, in training mode.</summary>
    /// <exception cref="InputException">A value is out of range.</exception>
    public Mask2Former Create()
    {
        Validate();
        var pixels = new MsDeformAttnPixelDecoderConfig { Width = Width, Heads = Heads, Layers = EncoderLayers, FeedForward = EncoderFeedForward };
        var decoder = new MaskedAttentionDecoderConfig { NumClasses = NumClasses, Queries = Queries, Layers = DecoderLayers, Width = Width, Heads = Heads, FeedForward = FeedForward };
        return new Mask2Former(CreateBackbone(), pixels, decoder) { ActivationCheckpointing = ActivationCheckpointing };
    }

    private Backbone CreateBackbone() => Backbone switch
    {
        "r18" => ResNet(18),
        "r50" => ResNet(50),
        "r101" => ResNet(101),
        "mobilenetv2" => new MobileNetV2(new MobileNetV2Config { OutputStride = 32 }),
        "swin_t" => Swin(SwinConfig.Tiny),
        "swin_s" => Swin(SwinConfig.Small),
        "swin_b" => Swin(SwinConfig.Base with { Window = 12 }),
        "swin_l" => Swin(SwinConfig.Large with { Window = 12 }),
        "dinov2_b" => new DinoPyramid(DinoConfig.Base with { DropPath = DropPath ?? 0 }),
        "dinov2_l" => new DinoPyramid(DinoConfig.Large with { DropPath = DropPath ?? 0 }),
        _ => throw new InputException("Mask2Former's backbone", $"'{Backbone}'", "r18, r50, r101, mobilenetv2, swin_t, swin_s, swin_b, swin_l, dinov2_b or dinov2_l", "choose one of these"),
    };

    private DetectronResNet ResNet(int depth) => new(new DetectronResNetConfig { Depth = depth, FrozenNorm = FrozenNorm });

    private SwinTransformer Swin(SwinConfig config) => new(config with { DropPath = DropPath ?? config.DropPath });

    private void Validate()
    {
        var fits = NumClasses >= 1 && Queries >= 1 && DecoderLayers >= 1 && EncoderLayers >= 1 && FeedForward >= 1 && EncoderFeedForward >= 1
            && Width >= 32 && Width % 32 == 0 && Heads >= 1 && Width % Heads == 0;
        if (!fits)
        {
            throw new InputException(
                "Mask2Former",
                $"{NumClasses} classes, {Queries} queries, {EncoderLayers} and {DecoderLayers} layers, width {Width}, {Heads} heads, hidden {EncoderFeedForward} and {FeedForward}",
                "at least one of each, a width that is a multiple of 32 and of the heads",
                "take the published values");
        }
    }
}
