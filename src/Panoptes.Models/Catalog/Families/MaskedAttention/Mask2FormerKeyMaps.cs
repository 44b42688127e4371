using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.MaskedAttention;

/// <summary>
/// Mask2Former's names in files of other ages. The project's own converter goes by a version number that plain pickles lack; here the names
/// themselves decide.
/// </summary>
internal static class Mask2FormerKeyMaps
{
    private const string PixelDecoder = @"(input_proj|transformer|mask_features|adapter_1|layer_1)\.";

    private static readonly (string Pattern, string Replacement) Queries = (@"(^|\.)static_query\.", "$1query_feat.");

    /// <summary>Files from before the pixel decoder had a prefix of its own, when queries' features were <c>static_query</c>.</summary>
    public static KeyMap Older { get; } = new(
        "Mask2Former's older names",
        (@"(^|\.)sem_seg_head\." + PixelDecoder, "$1sem_seg_head.pixel_decoder.$2."),
        Queries);

    /// <summary>Files saved again by a version that put the pixel decoder's prefix there twice.</summary>
    public static KeyMap Doubled { get; } = new(
        "Mask2Former's names with a doubled pixel_decoder",
        (@"(^|\.)sem_seg_head\.(?:pixel_decoder\.){2,}", "$1sem_seg_head.pixel_decoder."),
        Queries);
}
