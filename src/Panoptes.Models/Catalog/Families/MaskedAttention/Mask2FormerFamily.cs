using Panoptes.Models.Backbones;
using Panoptes.Models.Backbones.Adapters;
using Panoptes.Models.Backbones.Detectron;
using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Backbones.Swin;
using Panoptes.Models.Catalog.Families.Dino;
using Panoptes.Models.Catalog.Families.Swin;
using Panoptes.Models.Layers;
using Panoptes.Models.MaskDecoders;
using Panoptes.Models.Outputs;
using Panoptes.Models.PixelDecoders;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.MaskedAttention;

/// <summary>
/// Mask2Former over ResNet, Swin and DINOv2 with published settings (facebookresearch/Mask2Former, configs/cityscapes and configs/coco;
/// facebookresearch/GuidedDistillation), and small ones over MobileNetV2 and ResNet-18. Swin-B and Swin-L have windows of 12x12 tokens.
/// </summary>
internal sealed class Mask2FormerFamily : IModelFamily
{
    private const string Torchvision = "BSD-3-Clause (torchvision, ImageNet backbone)";
    private const string Features = "backbone.";
    private const string Whole = "CC-BY-NC 4.0 (facebookresearch, Mask2Former, whole models)";

    private static readonly Dictionary<string, Model> Models = new()
    {
        ["mask2former_mobilenetv2"] = new(
            _ => new MobileNetV2(new MobileNetV2Config { OutputStride = 32 }), "MobileNetV2", Mask2FormerOptions.Small, Torchvision),
        ["mask2former_r18"] = ResNet(18, Mask2FormerOptions.Small, Torchvision),
        ["mask2former_r50"] = ResNet(50, new(), $"{Whole}; {Torchvision}"),
        ["mask2former_r101"] = ResNet(101, new(), $"{Whole}; {Torchvision}"),
        ["mask2former_swin_t"] = Swin(SwinConfig.Tiny),
        ["mask2former_swin_s"] = Swin(SwinConfig.Small),
        ["mask2former_swin_b"] = Swin(SwinConfig.Base with { Window = 12 }),
        ["mask2former_swin_l"] = Swin(SwinConfig.Large with { Window = 12 }, queries: 200),
        ["mask2former_dinov2_b"] = Dino(DinoConfig.Base),
        ["mask2former_dinov2_l"] = Dino(DinoConfig.Large),
    };

    private Mask2FormerFamily()
    {
    }

    /// <summary>The family.</summary>
    public static Mask2FormerFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <inheritdoc/>
    public IReadOnlyList<SegmentationTask> Tasks => [SegmentationTask.Panoptic, SegmentationTask.Instance, SegmentationTask.Semantic];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps =>
        [DetectronKeyMaps.FromTorchvision, Mask2FormerKeyMaps.Older, Mask2FormerKeyMaps.Doubled, DinoKeyMaps.Pyramid];

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) => Models[config.Name].Kind switch
    {
        "ResNet" => DetectronKeyMaps.Releases(Features),
        "Swin" => [ReleaseNames.Same(ReleaseNames.Detectron2), .. SwinKeyMaps.Releases(Features)],
        "ViT" => [ReleaseNames.Same(ReleaseNames.Detectron2), ReleaseNames.SamePart(ReleaseNames.Authors, "backbone.model.")],
        _ => [ReleaseNames.SamePart(ReleaseNames.Torchvision, Features)],
    };

    /// <summary>Whether a model stands on a ResNet, whose normalizations can be frozen.</summary>
    public static bool IsResNet(string name) => Models[name].Kind == "ResNet";

    /// <summary>Whether a model stands on a transformer, whose blocks can be skipped.</summary>
    public static bool IsTransformer(string name) => Models[name].Kind is "Swin" or "ViT";

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => Models[name].Defaults;

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) => new()
    {
        Group = "mask2former",
        Backbone = Models[config.Name].Kind,
        IsTransformerLike = true,
        PredictsMasks = true,
        Stride = 32,
    };

    /// <inheritdoc/>
    public string? License(string name) => Models[name].License;

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var options = config.OptionsAs<Mask2FormerOptions>();
        var pixels = new MsDeformAttnPixelDecoderConfig
        {
            Width = options.Width,
            Heads = options.Heads,
            Layers = options.EncoderLayers,
            FeedForward = options.EncoderFeedForward,
        };
        var decoder = new MaskedAttentionDecoderConfig
        {
            NumClasses = config.Classes,
            Queries = options.Queries,
            Layers = options.DecoderLayers,
            Width = options.Width,
            Heads = options.Heads,
            FeedForward = options.FeedForward,
        };
        return new Mask2Former(Models[config.Name].Backbone(options), pixels, decoder)
        {
            ActivationCheckpointing = config.ActivationCheckpointing,
        };
    }

    private static Model ResNet(int depth, Mask2FormerOptions defaults, string license) => new(
        options => new DetectronResNet(new DetectronResNetConfig
        {
            Depth = depth,
            Norm = options.FrozenNorm is true ? NormKind.FrozenBatch : NormKind.Batch,
        }),
        "ResNet",
        defaults,
        license);

    private static Model Swin(SwinConfig config, int queries = 100) => new(
        options => new SwinTransformer(config with { DropPath = options.DropPath ?? config.DropPath }),
        "Swin",
        new Mask2FormerOptions { Queries = queries },
        $"{Whole}; MIT (Microsoft, Swin backbones)");

    private static Model Dino(DinoConfig config) => new(
        options => new DinoPyramid(config with { DropPath = options.DropPath ?? 0 }),
        "ViT",
        new Mask2FormerOptions(),
        "Apache-2.0 (facebookresearch, DINOv2 backbones)");

    private sealed record Model(Func<Mask2FormerOptions, Backbone> Backbone, string Kind, Mask2FormerOptions Defaults, string License);
}
