using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Backbones.Detectron;
using Panoptes.Models.Backbones.Pyramid;
using Panoptes.Models.Catalog.Families.DynamicKernels;
using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.TwoStage;

/// <summary>
/// Detectors in two stages and more over ResNet: Mask R-CNN, Cascade Mask R-CNN and Panoptic FPN as detectron2 has them (detectron2, model
/// zoo), Panoptic Cascade Mask R-CNN as CUPS has it (visinf/cups), and small ones over MobileNetV2 and ResNet-18.
/// </summary>
internal sealed class DetectorFamily : IModelFamily
{
    private const int MobileNet = 0;
    private const string Torchvision = "BSD-3-Clause (torchvision, ImageNet backbone)";
    private const string Backbones = $"{Torchvision}; CC BY-NC-SA 4.0 (DINO, backbone)";
    private const string Detectron = $"CC BY-SA 3.0 (detectron2, whole models and ImageNet backbones); {Backbones}";
    private const string Published = $"Apache-2.0 (CUPS, whole models); {Backbones}";

    private static readonly Dictionary<string, Model> Models = new()
    {
        ["mask_rcnn_mobilenetv2"] = new(MobileNet, false, InstanceDetectorOptions.Small, Torchvision),
        ["mask_rcnn_r18"] = new(18, false, InstanceDetectorOptions.Small, Backbones),
        ["mask_rcnn_r50"] = new(50, false, new InstanceDetectorOptions(), Detectron),
        ["mask_rcnn_r101"] = new(101, false, new InstanceDetectorOptions(), Detectron),
        ["cascade_mask_rcnn_mobilenetv2"] = new(MobileNet, true, InstanceDetectorOptions.Small, Torchvision),
        ["cascade_mask_rcnn_r18"] = new(18, true, InstanceDetectorOptions.Small, Backbones),
        ["cascade_mask_rcnn_r50"] = new(50, true, new InstanceDetectorOptions(), Detectron),
        ["cascade_mask_rcnn_r101"] = new(101, true, new InstanceDetectorOptions(), Detectron),
        ["panoptic_fpn_mobilenetv2"] = new(MobileNet, false, PanopticDetectorOptions.Small, Torchvision),
        ["panoptic_fpn_r18"] = new(18, false, PanopticDetectorOptions.Small, Backbones),
        ["panoptic_fpn_r50"] = new(50, false, new PanopticDetectorOptions(), Detectron),
        ["panoptic_fpn_r101"] = new(101, false, new PanopticDetectorOptions(), Detectron),
        ["panoptic_cascade_mask_rcnn_mobilenetv2"] = new(MobileNet, true, PanopticDetectorOptions.Small, Torchvision),
        ["panoptic_cascade_mask_rcnn_r18"] = new(18, true, PanopticDetectorOptions.Small, Backbones),
        ["panoptic_cascade_mask_rcnn_r50"] = new(50, true, PanopticDetectorOptions.Cups, Published),
        ["panoptic_cascade_mask_rcnn_r101"] = new(101, true, PanopticDetectorOptions.Cups, Backbones),
    };

    private DetectorFamily(bool hasStuff)
    {
        Names = [.. Models.Where(model => model.Value.Defaults is PanopticDetectorOptions == hasStuff).Select(model => model.Key)];
        Tasks = hasStuff ? [SegmentationTask.Panoptic, SegmentationTask.Instance] : [SegmentationTask.Instance];
    }

    /// <summary>Those that find objects alone.</summary>
    public static DetectorFamily Instances { get; } = new(hasStuff: false);

    /// <summary>Those that tell stuff, too.</summary>
    public static DetectorFamily Panoptic { get; } = new(hasStuff: true);

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SegmentationTask> Tasks { get; }

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [PanopticFcnKeyMaps.FromTorchvision, PanopticFcnKeyMaps.FromDetectron];

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) => PanopticFcnKeyMaps.Releases(IsResNet(config.Name));

    /// <summary>Whether a model has several stages.</summary>
    public static bool IsCascade(string name) => Models[name].IsCascade;

    /// <summary>Whether a model stands on a ResNet, whose normalizations can be frozen.</summary>
    public static bool IsResNet(string name) => Models[name].Depth != MobileNet;

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => Models[name].Defaults;

    /// <inheritdoc/>
    public ModelConfig ForClasses(ModelConfig config, int classes, IReadOnlyList<int> things)
    {
        ArgumentNullException.ThrowIfNull(config);
        var options = config.OptionsAs<DetectorOptions>();
        return config with { NumClasses = classes, Options = options with { Things = options.Things ?? things } };
    }

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config)
    {
        var options = config.OptionsAs<DetectorOptions>();
        return new()
        {
            Group = "mask_rcnn",
            Backbone = IsResNet(config.Name) ? "ResNet" : "MobileNetV2",
            HasBatchNorm = options.Norm is null or NormKind.Batch || options.PyramidNorm == NormKind.Batch,
            Stride = 32,
        };
    }

    /// <inheritdoc/>
    public string? License(string name) => Models[name].License;

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var (options, model) = (config.OptionsAs<DetectorOptions>(), Models[config.Name]);
        var table = options.Table(config.Classes);
        RequireKnown("model.things", table.Things, config.Classes);
        RequireKnown("model.stuff", table.StuffMaps, config.Classes);
        var pyramid = new FeaturePyramid(BottomUp(model.Depth, options), options.Width, coarser: 1, pooled: true, norm: options.PyramidNorm)
        {
            ActivationCheckpointing = config.ActivationCheckpointing,
        };
        return new MaskRcnn(
            pyramid, options.Heads(table, model.IsCascade), table, options.Finding, options.Reading, options.BlueFirst);
    }

    private static Backbone BottomUp(int depth, DetectorOptions options) => depth == MobileNet
        ? new MobileNetV2(new MobileNetV2Config { OutputStride = 32 })
        : new DetectronResNet(new DetectronResNetConfig
        {
            Depth = depth,
            StrideIn1x1 = options.StrideIn1x1 ?? false,
            Norm = options.Norm ?? NormKind.Batch,
            FreezeAt = options.FreezeAt ?? 0,
        });

    private static void RequireKnown(string key, IReadOnlyList<int> ids, int classes)
    {
        if (ids.FirstOrDefault(id => id >= classes, -1) is >= 0 and var unknown)
        {
            throw new InputException(
                key, $"train id {unknown}", $"train ids below {classes}, the number of classes", "correct the list");
        }
    }

    // The depth of a ResNet.
    private sealed record Model(int Depth, bool IsCascade, DetectorOptions Defaults, string License);
}
