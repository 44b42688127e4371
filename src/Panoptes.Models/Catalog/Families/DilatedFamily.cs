using Panoptes.Models.Backbones;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families;

/// <summary>
/// HEAD_BACKBONE: DeepLabV3+, PSPNet or FCN on MobileNetV2 or a ResNet whose last stages are dilated. ResNets with a b, such
/// as r50b, have torchvision's stem and take its ImageNet weights; those without have three 3x3 convolutions there ("V1c").
/// </summary>
internal sealed class DilatedFamily : IModelFamily
{
    private static readonly string[] HeadNames = ["deeplabv3plus", "pspnet", "fcn"];

    // r50 is mmsegmentation's ResNetV1c (deep stem), r50b torchvision's ResNet (one 7x7 convolution), as mmsegmentation calls them.
    private static readonly (string Name, int? Depth, bool DeepStem)[] BackboneNames =
    [
        ("mobilenetv2", null, false),
        ("r18", 18, true), ("r34", 34, true), ("r50", 50, true), ("r101", 101, true),
        ("r18b", 18, false), ("r34b", 34, false), ("r50b", 50, false), ("r101b", 101, false),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. HeadNames.SelectMany(head => BackboneNames.Select(backbone => $"{head}_{backbone.Name}"))];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [KeyMap.TimmDeepStem, KeyMap.Detectron2ResNet];

    /// <inheritdoc/>
    public IReadOnlyList<string> Options(string name) =>
    [
        nameof(ModelConfig.OutputStride), nameof(ModelConfig.HeadChannels), nameof(ModelConfig.Auxiliary),
        .. name.StartsWith("deeplabv3plus", StringComparison.Ordinal) ? [nameof(ModelConfig.Dilations), nameof(ModelConfig.LowLevelChannels)] : Array.Empty<string>(),
        .. name.EndsWith("mobilenetv2", StringComparison.Ordinal) ? [nameof(ModelConfig.WidthMultiplier)] : Array.Empty<string>(),
    ];

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var parts = config.Name.Split('_');
        var (_, depth, isDeep) = Array.Find(BackboneNames, backbone => backbone.Name == parts[1]);
        var stride = config.OutputStride ?? (depth is null ? 16 : 8);
        Backbone backbone = depth is int layers
            ? new ResNet(new ResNetConfig { Depth = layers, DeepStem = isDeep }.WithOutputStride(stride))
            : new MobileNetV2(new MobileNetV2Config { OutputStride = stride, WidthMultiplier = config.WidthMultiplier });
        backbone.ActivationCheckpointing = config.ActivationCheckpointing;
        return new EncoderDecoder(backbone, DecodeHead(parts[0], config, stride, depth), AuxiliaryHead(config, depth));
    }

    private static HeadConfig DecodeHead(string name, ModelConfig config, int stride, int? depth)
    {
        HeadConfig head = name switch
        {
            "pspnet" => new PspHeadConfig(),
            "fcn" => new FcnHeadConfig(),
            _ => new SeparableAsppHeadConfig
            {
                Dilations = config.Dilations ?? (stride == 8 ? [1, 12, 24, 36] : [1, 6, 12, 18]),
                LowLevelChannels = config.LowLevelChannels ?? (depth is >= 50 ? 48 : depth is null ? 24 : 12),
            },
        };
        return head.With(config, config.HeadChannels ?? (depth is >= 50 ? 512 : 128));
    }

    private static HeadConfig? AuxiliaryHead(ModelConfig config, int? depth) => config.Auxiliary ?? depth is not null
        ? new FcnHeadConfig { InputLevel = 2, NumConvs = 1, ConcatInput = false }.With(config, depth is >= 50 ? 256 : 64)
        : null;
}
