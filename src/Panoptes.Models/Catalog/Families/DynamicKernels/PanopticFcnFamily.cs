using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Backbones.Detectron;
using Panoptes.Models.DynamicKernels;
using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.DynamicKernels;

/// <summary>
/// Panoptic FCN over ResNet with published settings (dvlab-research/PanopticFCN; DdeGeus/PanopticFCN-IBS), and small ones over MobileNetV2
/// and ResNet-18.
/// </summary>
internal sealed class PanopticFcnFamily : IModelFamily
{
    private const string Torchvision = "BSD-3-Clause (torchvision, ImageNet backbone)";
    private const string Published = "Apache-2.0 (dvlab-research, whole models); CC BY-SA 3.0 (detectron2, ImageNet backbones)";

    private static readonly Dictionary<string, Model> Models = new()
    {
        ["panoptic_fcn_mobilenetv2"] = new(
            _ => new MobileNetV2(new MobileNetV2Config { OutputStride = 32 }), "MobileNetV2", PanopticFcnOptions.Small, Torchvision),
        ["panoptic_fcn_r18"] = ResNet(18, PanopticFcnOptions.Small, Torchvision),
        ["panoptic_fcn_r50"] = ResNet(50, new(), $"{Published}; {Torchvision}"),
        ["panoptic_fcn_r101"] = ResNet(101, new(), $"{Published}; {Torchvision}"),
    };

    private PanopticFcnFamily()
    {
    }

    /// <summary>The family.</summary>
    public static PanopticFcnFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <inheritdoc/>
    public IReadOnlyList<SegmentationTask> Tasks => [SegmentationTask.Panoptic, SegmentationTask.Instance];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [PanopticFcnKeyMaps.FromTorchvision, PanopticFcnKeyMaps.FromDetectron];

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) => PanopticFcnKeyMaps.Releases(IsResNet(config.Name));

    /// <summary>Whether a model stands on a ResNet, whose normalizations can be frozen.</summary>
    public static bool IsResNet(string name) => Models[name].Kind == "ResNet";

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => Models[name].Defaults;

    /// <inheritdoc/>
    public ModelConfig ForClasses(ModelConfig config, int classes, IReadOnlyList<int> things)
    {
        ArgumentNullException.ThrowIfNull(config);
        var options = config.OptionsAs<PanopticFcnOptions>();
        return config with { NumClasses = classes, Options = options with { Things = options.Things ?? things } };
    }

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) => new()
    {
        Group = "panoptic_fcn",
        Backbone = Models[config.Name].Kind,
        HasBatchNorm = config.OptionsAs<PanopticFcnOptions>().FrozenNorm is not true,
        Stride = 32,
    };

    /// <inheritdoc/>
    public string? License(string name) => Models[name].License;

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var options = config.OptionsAs<PanopticFcnOptions>();
        var table = options.Table(config.Classes);
        if (table.Things is [.., var last] && last >= config.Classes)
        {
            throw new InputException(
                "model.things", $"train id {last}", $"train ids below {config.Classes}, the number of classes", "correct the list");
        }

        var network = new PanopticFcn(
            Models[config.Name].Backbone(options),
            new PanopticFcnConfig
            {
                Classes = table,
                Width = options.Width,
                EmbeddingWidth = options.EmbeddingWidth,
                KernelMaps = options.KernelMaps,
                BlueFirst = options.BlueFirst,
            },
            options.Reading);
        network.Backbone.ActivationCheckpointing = config.ActivationCheckpointing;
        return network;
    }

    private static Model ResNet(int depth, PanopticFcnOptions defaults, string license) => new(
        options => new DetectronResNet(new DetectronResNetConfig
        {
            Depth = depth,
            StrideIn1x1 = options.StrideIn1x1 ?? false,
            Norm = options.FrozenNorm is true ? NormKind.FrozenBatch : NormKind.Batch,
            FreezeAt = options.FreezeAt ?? 0,
        }),
        "ResNet",
        defaults,
        license);

    private sealed record Model(Func<PanopticFcnOptions, Backbone> Backbone, string Kind, PanopticFcnOptions Defaults, string License);
}
