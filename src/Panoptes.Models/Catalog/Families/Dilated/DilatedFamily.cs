using Panoptes.Models.Backbones;
using Panoptes.Models.Catalog.Families.MaskedAttention;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.Dilated;

/// <summary>
/// HEAD_BACKBONE: DeepLabV3+, PSPNet or FCN on MobileNetV2 or a ResNet whose last stages are dilated. ResNets with a b, such
/// as r50b, have torchvision's stem and take its ImageNet weights; those without have three 3x3 convolutions there ("V1c").
/// </summary>
internal sealed class DilatedFamily : IModelFamily
{
    private const string DeepLab = "deeplabv3plus";
    private const string Psp = "pspnet";
    private const string Features = "backbone.";

    // torchvision has the plain stem (b) in all depths; nobody is known to publish the deep one in 34 layers, nor mmsegmentation the plain
    // one. mmsegmentation's MobileNetV2 dilates the first block of a stage alone (mmseg/models/backbones/mobilenet_v2.py): its models are
    // not taken.
    private const string Torchvision = "BSD-3-Clause (torchvision, ImageNet backbone)";
    private const string Mmsegmentation = "Apache-2.0 (mmsegmentation)";
    private const string Both = $"{Torchvision}; {Mmsegmentation}";

    private static readonly string[] Heads = [DeepLab, Psp, "fcn"];

    // r50 is mmsegmentation's ResNetV1c (deep stem), r50b torchvision's ResNet (one 7x7 convolution), as mmsegmentation calls them.
    private static readonly (string Name, int? Depth, bool DeepStem, string? License)[] Backbones =
    [
        ("mobilenetv2", null, false, Torchvision),
        ("r18", 18, true, Mmsegmentation), ("r34", 34, true, null), ("r50", 50, true, Mmsegmentation), ("r101", 101, true, Mmsegmentation),
        ("r18b", 18, false, Both), ("r34b", 34, false, Torchvision), ("r50b", 50, false, Both), ("r101b", 101, false, Both),
    ];

    private static readonly Dictionary<string, (string Head, (string Name, int? Depth, bool DeepStem, string? License) Backbone)> Models =
        Heads.SelectMany(head => Backbones.Select(backbone => (head, backbone))).ToDictionary(pair => $"{pair.head}_{pair.backbone.Name}");

    private DilatedFamily()
    {
    }

    /// <summary>The family.</summary>
    public static DilatedFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [KeyMap.TimmDeepStem, KeyMap.Detectron2ResNet];

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) => Models[config.Name].Backbone switch
    {
        { Depth: null } => [ReleaseNames.SamePart(ReleaseNames.Torchvision, Features)],
        { DeepStem: true } =>
        [
            ReleaseNames.Same(ReleaseNames.Mmsegmentation),
            new(ReleaseNames.Timm, KeyMap.ToTimmDeepStem) { Part = Features },
        ],
        _ =>
        [
            ReleaseNames.Same(ReleaseNames.Mmsegmentation),
            ReleaseNames.SamePart(ReleaseNames.Torchvision, Features),
            ReleaseNames.SamePart(ReleaseNames.Timm, Features),
            new(ReleaseNames.Detectron2, DetectronKeyMaps.FromTorchvision)
            {
                Part = Features,
                Remark = "these ResNets take RGB and stride in their 3x3 convolutions (STRIDE_IN_1X1 False)",
            },
        ],
    };

    /// <summary>Whether a model has DeepLabV3+'s head.</summary>
    public static bool IsDeepLab(string name) => Models[name].Head == DeepLab;

    /// <summary>Whether a model stands on MobileNetV2.</summary>
    public static bool IsMobile(string name) => Models[name].Backbone.Depth is null;

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => new DilatedOptions();

    /// <inheritdoc/>
    public string? License(string name) => Models[name].Backbone.License;

    /// <inheritdoc/>
    public IEnumerable<string> Alternatives(string name) => Names.Where(other => other != name && Models[other].Head == Models[name].Head);

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config)
    {
        var (head, options) = (Models[config.Name].Head, config.OptionsAs<DilatedOptions>());
        return new ModelTraits
        {
            Group = head,
            Backbone = IsMobile(config.Name) ? "MobileNetV2" : "ResNet",
            HasBatchNorm = true,
            Stride = Stride(config),
            PooledSides = head == Psp ? [1, 2, 3, 6] : head == DeepLab ? [1] : [],
            Dilations = head == DeepLab ? Dilations(options, Stride(config)) : [],
        };
    }

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var (stride, depth) = (Stride(config), Models[config.Name].Backbone.Depth);
        Backbone backbone = depth is int layers
            ? new ResNet(new ResNetConfig { Depth = layers, DeepStem = Models[config.Name].Backbone.DeepStem }.WithOutputStride(stride))
            : new MobileNetV2(
                new MobileNetV2Config { OutputStride = stride, WidthMultiplier = config.OptionsAs<DilatedOptions>().WidthMultiplier ?? 1 });
        backbone.ActivationCheckpointing = config.ActivationCheckpointing;
        return new EncoderDecoder(backbone, DecodeHead(config, stride, depth), AuxiliaryHead(config, depth));
    }

    private static int Stride(ModelConfig config) => config.OptionsAs<DilatedOptions>().OutputStride ?? (IsMobile(config.Name) ? 16 : 8);

    private static IReadOnlyList<int> Dilations(DilatedOptions options, int stride) =>
        options.Dilations ?? (stride == 8 ? [1, 12, 24, 36] : [1, 6, 12, 18]);

    private static HeadConfig DecodeHead(ModelConfig config, int stride, int? depth)
    {
        var options = config.OptionsAs<DilatedOptions>();
        HeadConfig head = Models[config.Name].Head switch
        {
            Psp => new PspHeadConfig(),
            DeepLab => new SeparableAsppHeadConfig
            {
                Dilations = Dilations(options, stride),
                LowLevelChannels = options.LowLevelChannels ?? (depth is >= 50 ? 48 : depth is null ? 24 : 12),
            },
            _ => new FcnHeadConfig(),
        };
        return options.Head(head, config.Classes, options.HeadChannels ?? (depth is >= 50 ? 512 : 128));
    }

    private static HeadConfig? AuxiliaryHead(ModelConfig config, int? depth)
    {
        var options = config.OptionsAs<DilatedOptions>();
        return options.Auxiliary ?? depth is not null
            ? options.Head(
                new FcnHeadConfig { InputLevel = 2, NumConvs = 1, ConcatInput = false }, config.Classes, depth is >= 50 ? 256 : 64)
            : null;
    }
}
