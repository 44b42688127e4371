using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.MaskedAttention;

/// <summary>Names of detectron2's residual networks elsewhere.</summary>
internal static class DetectronKeyMaps
{
    /// <summary>
    /// torchvision's ResNet (conv1, bn1, layer1..4, downsample) to detectron2's (stem.conv1, res2..5, shortcut, conv.norm).
    /// </summary>
    public static KeyMap FromTorchvision { get; } = new(
        "torchvision's ResNet to detectron2's",
        (@"^((?:(?!layer\d)\w+\.)*)conv1\.", "$1stem.conv1."),
        (@"^((?:(?!layer\d)\w+\.)*)bn1\.", "$1stem.conv1.norm."),
        (@"(^|\.)layer1\.", "$1res2."),
        (@"(^|\.)layer2\.", "$1res3."),
        (@"(^|\.)layer3\.", "$1res4."),
        (@"(^|\.)layer4\.", "$1res5."),
        (@"(res\d\.\d+)\.bn(\d)\.", "$1.conv$2.norm."),
        (@"\.downsample\.0\.", ".shortcut."),
        (@"\.downsample\.1\.", ".shortcut.norm."));

    /// <summary>The programs that have whole networks on detectron2's ResNet, or that ResNet.</summary>
    /// <param name="part">What the ResNet's names begin with.</param>
    public static IReadOnlyList<ReleaseNames> Releases(string part) =>
    [
        ReleaseNames.Same(ReleaseNames.Detectron2),
        new(ReleaseNames.Torchvision, KeyMap.Detectron2ResNet) { Part = part },
        new(ReleaseNames.Timm, KeyMap.Detectron2ResNet) { Part = part },
    ];
}
