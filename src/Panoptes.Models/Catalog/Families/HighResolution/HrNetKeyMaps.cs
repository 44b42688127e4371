using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.HighResolution;

/// <summary>
/// HRNet's names in the authors' segmentation models; the backbone's are mmsegmentation's, and timm's and the authors' ImageNet
/// weights need no translation.
/// </summary>
internal static class HrNetKeyMaps
{
    private const string Refined = "decode_head.1.object_context_block.";
    private const string Distribution = @"(^|\.)ocr_distri_head\.";

    /// <summary>
    /// The authors' models with and without OCR (HRNet/HRNet-Semantic-Segmentation, lib/models/seg_hrnet.py and seg_hrnet_ocr.py) to
    /// mmsegmentation's names. Three convolutions there have a bias before batch normalization, which cancels it: it is taken off
    /// the running mean, to the same effect in training and in evaluation.
    /// </summary>
    public static KeyMap Official { get; } = new("the authors' HRNet to mmsegmentation's",
    [
        (@"^((?:module\.|model\.)*)(conv1|bn1|conv2|bn2|layer1|transition\d|stage\d)\.", "$1backbone.$2."),
        (@"(^|\.)last_layer\.0\.", "$1decode_head.convs.0.conv."),
        (@"(^|\.)last_layer\.1\.", "$1decode_head.convs.0.bn."),
        (@"(^|\.)last_layer\.3\.", "$1decode_head.conv_seg."),
        (@"(^|\.)aux_head\.0\.", "$1decode_head.0.convs.0.conv."),
        (@"(^|\.)aux_head\.1\.", "$1decode_head.0.convs.0.bn."),
        (@"(^|\.)aux_head\.3\.", "$1decode_head.0.conv_seg."),
        (@"(^|\.)conv3x3_ocr\.0\.", "$1decode_head.1.bottleneck.conv."),
        (@"(^|\.)conv3x3_ocr\.1\.", "$1decode_head.1.bottleneck.bn."),
        (@"(^|\.)cls_head\.", "$1decode_head.1.conv_seg."),
        .. Twice("f_pixel", "query_project"),
        .. Twice("f_object", "key_project"),
        .. Once(@"object_context_block\.f_down", "value_project"),
        .. Once(@"object_context_block\.f_up", "out_project"),
        .. Once("conv_bn_dropout", "bottleneck"),
    ])
    {
        Conversions = [WeightConversion.BiasIntoMean(
            @"(decode_head\.(?:0\.convs\.0|convs\.0|1\.bottleneck)\.)conv\.bias$", "$1bn.running_mean")],
    };

    /// <summary>
    /// A model in the authors' form to their names. The biases that <see cref="Official"/> takes off the running means are zeros.
    /// </summary>
    public static KeyMap ToOfficial { get; } = new("HRNet to the authors' names",
    [
        (@"^backbone\.", ""),
        (@"^decode_head\.convs\.0\.conv\.", "last_layer.0."),
        (@"^decode_head\.convs\.0\.bn\.", "last_layer.1."),
        (@"^decode_head\.conv_seg\.", "last_layer.3."),
        (@"^decode_head\.0\.convs\.0\.conv\.", "aux_head.0."),
        (@"^decode_head\.0\.convs\.0\.bn\.", "aux_head.1."),
        (@"^decode_head\.0\.conv_seg\.", "aux_head.3."),
        (@"^decode_head\.1\.bottleneck\.conv\.", "conv3x3_ocr.0."),
        (@"^decode_head\.1\.bottleneck\.bn\.", "conv3x3_ocr.1."),
        (@"^decode_head\.1\.conv_seg\.", "cls_head."),
        .. BackTwice("query_project", "f_pixel"),
        .. BackTwice("key_project", "f_object"),
        .. BackOnce("value_project", "object_context_block.f_down"),
        .. BackOnce("out_project", "object_context_block.f_up"),
        .. BackOnce("bottleneck", "conv_bn_dropout"),
    ])
    {
        Conversions = [WeightConversion.ZeroBeside(@"^((?:last_layer|aux_head|conv3x3_ocr)\.)1\.running_mean$", "${1}0.bias")],
    };

    private static IEnumerable<(string Pattern, string Replacement)> BackOnce(string ours, string theirs) =>
    [
        ($@"^decode_head\.1\.object_context_block\.{ours}\.conv\.", $"ocr_distri_head.{theirs}.0."),
        ($@"^decode_head\.1\.object_context_block\.{ours}\.bn\.", $"ocr_distri_head.{theirs}.1.0."),
    ];

    private static IEnumerable<(string Pattern, string Replacement)> BackTwice(string ours, string theirs) =>
    [
        ($@"^decode_head\.1\.object_context_block\.{ours}\.0\.conv\.", $"ocr_distri_head.object_context_block.{theirs}.0."),
        ($@"^decode_head\.1\.object_context_block\.{ours}\.0\.bn\.", $"ocr_distri_head.object_context_block.{theirs}.1.0."),
        ($@"^decode_head\.1\.object_context_block\.{ours}\.1\.conv\.", $"ocr_distri_head.object_context_block.{theirs}.2."),
        ($@"^decode_head\.1\.object_context_block\.{ours}\.1\.bn\.", $"ocr_distri_head.object_context_block.{theirs}.3.0."),
    ];

    private static IEnumerable<(string Pattern, string Replacement)> Once(string theirs, string ours) =>
    [
        ($@"{Distribution}{theirs}\.0\.", $"$1{Refined}{ours}.conv."),
        ($@"{Distribution}{theirs}\.1\.0\.", $"$1{Refined}{ours}.bn."),
    ];

    private static IEnumerable<(string Pattern, string Replacement)> Twice(string theirs, string ours) =>
    [
        ($@"{Distribution}object_context_block\.{theirs}\.0\.", $"$1{Refined}{ours}.0.conv."),
        ($@"{Distribution}object_context_block\.{theirs}\.1\.0\.", $"$1{Refined}{ours}.0.bn."),
        ($@"{Distribution}object_context_block\.{theirs}\.2\.", $"$1{Refined}{ours}.1.conv."),
        ($@"{Distribution}object_context_block\.{theirs}\.3\.0\.", $"$1{Refined}{ours}.1.bn."),
    ];
}
