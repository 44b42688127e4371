using Panoptes.Models.Weights;
using Panoptes.Tensors;

namespace Panoptes.Models.Catalog.Families.Swin;

/// <summary>
/// Swin's names in mmsegmentation, timm and torchvision; those of the original release, detectron2 and Mask2Former are the
/// backbone's own. Names tell a release, and a release tells the order of patch merging's columns: mmsegmentation and mmdetection
/// unfold (mmseg/models/utils/embed.py), all others concatenate the neighbors column by column (timm/models/swin_transformer.py,
/// torchvision/models/swin_transformer.py).
/// </summary>
internal static class SwinKeyMaps
{
    private const string Block = @"(layers\.\d\.blocks\.\d+\.)";
    private const string Merging = @"layers\.\d\.downsample\.";

    /// <summary>
    /// mmsegmentation's and mmdetection's names, and the order of patch merging's columns, which they keep channel by channel
    /// with the two middle neighbors exchanged (tools/model_converters/swin2mmseg.py, undone).
    /// </summary>
    public static KeyMap Mmseg { get; } = new(
        "mmsegmentation's Swin to the original's",
        (@"(^|\.)stages\.(\d)\.", "$1layers.$2."),
        (Block + @"attn\.w_msa\.", "$1attn."),
        (Block + @"ffn\.layers\.0\.0\.", "$1mlp.fc1."),
        (Block + @"ffn\.layers\.1\.", "$1mlp.fc2."),
        (@"(^|\.)patch_embed\.projection\.", "$1patch_embed.proj."))
    {
        Conversions = [WeightConversion.Change(
            Merging + @"(norm\.(weight|bias)|reduction\.weight)$", shape => shape.Count > 0 && shape[^1] % 4 == 0 ? shape : null,
            ByNeighbor)],
    };

    /// <summary>timm's names since 0.9, where a stage begins with the merging that ended the one before.</summary>
    public static KeyMap Timm { get; } = new(
        "timm's Swin to the original's",
        (@"(^|\.)layers_(\d)\.", "$1layers.$2."),
        (@"(^|\.)layers\.1\.downsample\.", "$1layers.0.downsample."),
        (@"(^|\.)layers\.2\.downsample\.", "$1layers.1.downsample."),
        (@"(^|\.)layers\.3\.downsample\.", "$1layers.2.downsample."));

    /// <summary>
    /// torchvision's names: patches, stages and mergings in one list, <c>features.0</c> to <c>features.7</c>, and a flat index.
    /// </summary>
    public static KeyMap Torchvision { get; } = new(
        "torchvision's Swin to the original's",
        (@"(^|\.)features\.0\.0\.", "$1patch_embed.proj."),
        (@"(^|\.)features\.0\.2\.", "$1patch_embed.norm."),
        (@"(^|\.)features\.1\.(\d+)\.", "$1layers.0.blocks.$2."),
        (@"(^|\.)features\.2\.", "$1layers.0.downsample."),
        (@"(^|\.)features\.3\.(\d+)\.", "$1layers.1.blocks.$2."),
        (@"(^|\.)features\.4\.", "$1layers.1.downsample."),
        (@"(^|\.)features\.5\.(\d+)\.", "$1layers.2.blocks.$2."),
        (@"(^|\.)features\.6\.", "$1layers.2.downsample."),
        (@"(^|\.)features\.7\.(\d+)\.", "$1layers.3.blocks.$2."),
        (Block + @"mlp\.0\.", "$1mlp.fc1."),
        (Block + @"mlp\.3\.", "$1mlp.fc2."))
    {
        Conversions = [WeightConversion.Change(
            @"\.relative_position_index$", Square, index => index.Reshape(Square([index.Count])!.ToArray()))],
    };

    // A list of n * n numbers as n x n.
    private static long[]? Square(IReadOnlyList<long> shape) =>
        shape is [var count] && (long)Math.Round(Math.Sqrt(count)) is var side && side * side == count ? [side, side] : null;

    // The last dimension from (channel, neighbor) with neighbors row by row to (neighbor, channel) with neighbors column by column.
    private static Tensor ByNeighbor(Tensor values)
    {
        var parts = values.Unflatten(-1, [-1, 4]).Unbind(-1);
        return Ops.Cat([parts[0], parts[2], parts[1], parts[3]], -1);
    }
}
