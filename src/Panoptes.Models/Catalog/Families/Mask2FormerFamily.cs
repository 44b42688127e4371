using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.KeyMaps;

namespace Panoptes.Models.Catalog.Families;

/// <summary>
/// Mask2Former over ResNet, Swin and DINOv2 with published settings (facebookresearch/Mask2Former, configs/cityscapes and configs/coco;
/// facebookresearch/GuidedDistillation), and small ones over MobileNetV2 and ResNet-18. Swin-B and Swin-L have windows of 12x12 tokens.
/// </summary>
internal sealed class Mask2FormerFamily : IModelFamily
{
    private const string Prefix = "mask2former_";

    private static readonly Mask2FormerOptions[] Known =
    [
        Mask2FormerOptions.Small(), Mask2FormerOptions.Small("r18"),
        new() { Backbone = "r50" }, new() { Backbone = "r101" },
        new() { Backbone = "swin_t" }, new() { Backbone = "swin_s" }, new() { Backbone = "swin_b" }, new() { Backbone = "swin_l", Queries = 200 },
        new() { Backbone = "dinov2_b" }, new() { Backbone = "dinov2_l" },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Known.Select(options => Prefix + options.Backbone)];

    /// <inheritdoc/>
    public IReadOnlyList<SegmentationTask> Tasks => [SegmentationTask.Panoptic, SegmentationTask.Instance, SegmentationTask.Semantic];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [DetectronKeyMaps.FromTorchvision, Mask2FormerKeyMaps.Older, Mask2FormerKeyMaps.Doubled, DinoKeyMaps.Pyramid];

    /// <inheritdoc/>
    public IReadOnlyList<string> Options(string name) => IsTransformer(name) ? [nameof(ModelConfig.DropPath)] : [];

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config) => (Array.Find(Known, options => Prefix + options.Backbone == config.Name)! with
    {
        NumClasses = config.Classes,
        DropPath = config.DropPath,
        ActivationCheckpointing = config.ActivationCheckpointing,
    }).Create();

    private static bool IsTransformer(string name) => name.Contains("swin", StringComparison.Ordinal) || name.Contains("dinov2", StringComparison.Ordinal);
}
