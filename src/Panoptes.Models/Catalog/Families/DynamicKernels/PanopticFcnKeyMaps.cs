using Panoptes.Models.Catalog.Families.MaskedAttention;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.DynamicKernels;

/// <summary>Names of ImageNet backbones below a feature pyramid. Whole published models carry this library's names already.</summary>
internal static class PanopticFcnKeyMaps
{
    private const string BottomUp = "$1bottom_up.";
    private const string Below = "backbone.bottom_up.";

    /// <summary>torchvision's ResNet.</summary>
    public static KeyMap FromTorchvision { get; } = new(
        "torchvision's ResNet to a pyramid's",
        (@"^(backbone\.|)conv1\.", BottomUp + "stem.conv1."),
        (@"^(backbone\.|)bn1\.", BottomUp + "stem.conv1.norm."),
        (@"^(backbone\.|)layer1\.", BottomUp + "res2."),
        (@"^(backbone\.|)layer2\.", BottomUp + "res3."),
        (@"^(backbone\.|)layer3\.", BottomUp + "res4."),
        (@"^(backbone\.|)layer4\.", BottomUp + "res5."),
        (@"(res\d\.\d+)\.bn(\d)\.", "$1.conv$2.norm."),
        (@"\.downsample\.0\.", ".shortcut."),
        (@"\.downsample\.1\.", ".shortcut.norm."));

    /// <summary>Backbones under their own names: detectron2's <c>stem.conv1</c> and <c>res2</c>, MobileNetV2's <c>features</c>.</summary>
    public static KeyMap FromDetectron { get; } = new(
        "a backbone to a pyramid's",
        (@"^(backbone\.|)(stem|res\d|features)\.", BottomUp + "$2."));

    /// <summary>The programs that have whole networks over a pyramid, or the backbone below it.</summary>
    /// <param name="isResNet">Whether that is a ResNet; else it is MobileNetV2, of which nobody has whole networks.</param>
    public static IReadOnlyList<ReleaseNames> Releases(bool isResNet) => isResNet
        ? DetectronKeyMaps.Releases(Below)
        : [ReleaseNames.SamePart(ReleaseNames.Torchvision, Below)];
}
