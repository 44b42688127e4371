using Panoptes.Models.Backbones;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;

namespace Panoptes.Models;

/// <summary>Every model that can be asked for by name.</summary>
public static class ModelCatalogue
{
    private const int DefaultClasses = 19;

    private static readonly string[] HeadNames = ["deeplabv3plus", "pspnet", "fcn"];

    // r50 is mmsegmentation's ResNetV1c (deep stem), r50b torchvision's ResNet (one 7x7 convolution), as mmsegmentation calls them.
    private static readonly (string Name, int? Depth, bool DeepStem)[] BackboneNames =
    [
        ("mobilenetv2", null, false),
        ("r18", 18, true), ("r34", 34, true), ("r50", 50, true), ("r101", 101, true),
        ("r18b", 18, false), ("r34b", 34, false), ("r50b", 50, false), ("r101b", 101, false),
    ];

    /// <summary>
    /// The names: a head and a backbone, such as "deeplabv3plus_mobilenetv2" or "pspnet_r50". ResNets with a b, such as r50b,
    /// have torchvision's stem and take its ImageNet weights; those without have three 3x3 convolutions there ("V1c").
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = [.. HeadNames.SelectMany(head => BackboneNames.Select(backbone => $"{head}_{backbone.Name}"))];

    /// <summary>Makes a model with random weights, in training mode.</summary>
    /// <param name="config">Which model; its weight file is <see cref="Weights.Pretrained"/>'s business.</param>
    /// <exception cref="Foundation.InputException">A setting is out of range.</exception>
    public static Segmenter Create(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var parts = config.Name.Split('_');
        var (_, depth, isDeep) = Array.Find(BackboneNames, backbone => backbone.Name == parts[1]);
        var isLarge = depth is >= 50;
        var stride = config.OutputStride ?? (depth is null ? 16 : 8);
        Backbone backbone = depth is int layers
            ? new ResNet(new ResNetConfig { Depth = layers, DeepStem = isDeep }.WithOutputStride(stride))
            : new MobileNetV2(new MobileNetV2Config { OutputStride = stride, WidthMultiplier = config.WidthMultiplier });
        var channels = config.HeadChannels ?? (isLarge ? 512 : 128);
        return new EncoderDecoder(backbone, DecodeHead(parts[0], config, channels, stride, depth), AuxiliaryHead(config, depth));
    }

    private static HeadConfig DecodeHead(string name, ModelConfig config, int channels, int stride, int? depth)
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
        return Common(head, config, channels);
    }

    private static HeadConfig? AuxiliaryHead(ModelConfig config, int? depth) => config.Auxiliary ?? depth is not null
        ? Common(new FcnHeadConfig { InputLevel = 2, NumConvs = 1, ConcatInput = false }, config, depth is >= 50 ? 256 : 64)
        : null;

    private static HeadConfig Common(HeadConfig head, ModelConfig config, int channels) => head with
    {
        Channels = channels,
        NumClasses = config.NumClasses ?? DefaultClasses,
        Dropout = config.Dropout,
        AlignCorners = config.AlignCorners,
    };
}
