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

    /// <summary>The original's names and order of columns to mmsegmentation's.</summary>
    public static KeyMap ToMmseg { get; } = new(
        "Swin to mmsegmentation's names",
        (@"(^|\.)layers\.(\d)\.", "$1stages.$2."),
        (@"(stages\.\d\.blocks\.\d+\.)attn\.", "$1attn.w_msa."),
        (@"(stages\.\d\.blocks\.\d+\.)mlp\.fc1\.", "$1ffn.layers.0.0."),
        (@"(stages\.\d\.blocks\.\d+\.)mlp\.fc2\.", "$1ffn.layers.1."),
        (@"(^|\.)patch_embed\.proj\.", "$1patch_embed.projection."))
    {
        Conversions = [WeightConversion.Change(
            @"stages\.\d\.downsample\.(norm\.(weight|bias)|reduction\.weight)$", shape => shape, ByChannel)],
    };

    private static KeyMap ToTimm { get; } = new(
        "Swin to timm's names",
        (@"^layers\.2\.downsample\.", "layers.3.downsample."),
        (@"^layers\.1\.downsample\.", "layers.2.downsample."),
        (@"^layers\.0\.downsample\.", "layers.1.downsample."));

    private static KeyMap ToTorchvision { get; } = new(
        "Swin to torchvision's names",
        (@"^patch_embed\.proj\.", "features.0.0."),
        (@"^patch_embed\.norm\.", "features.0.2."),
        (@"^layers\.0\.blocks\.", "features.1."),
        (@"^layers\.0\.downsample\.", "features.2."),
        (@"^layers\.1\.blocks\.", "features.3."),
        (@"^layers\.1\.downsample\.", "features.4."),
        (@"^layers\.2\.blocks\.", "features.5."),
        (@"^layers\.2\.downsample\.", "features.6."),
        (@"^layers\.3\.blocks\.", "features.7."),
        (@"\.mlp\.fc1\.", ".mlp.0."),
        (@"\.mlp\.fc2\.", ".mlp.3."))
    {
        Conversions = [WeightConversion.Change(
            @"\.relative_position_index$", shape => [shape[0] * shape[1]], index => index.Flatten(0))],
    };

    /// <summary>timm's and torchvision's names of a backbone; they have no norms of single stages, and timm keeps no index.</summary>
    /// <param name="part">What the backbone's names begin with.</param>
    public static IReadOnlyList<ReleaseNames> Releases(string part) =>
    [
        new(ReleaseNames.Timm, ToTimm) { Part = part, Lacking = @"^norm\d\.|\.relative_position_index$" },
        new(ReleaseNames.Torchvision, ToTorchvision) { Part = part, Lacking = @"^norm\d\." },
    ];

    // A list of n * n numbers as n x n.
    private static long[]? Square(IReadOnlyList<long> shape) =>
        shape is [var count] && (long)Math.Round(Math.Sqrt(count)) is var side && side * side == count ? [side, side] : null;

    // The last dimension from (channel, neighbor) with neighbors row by row to (neighbor, channel) with neighbors column by column.
    private static Tensor ByNeighbor(Tensor values)
    {
        var parts = values.Unflatten(-1, [-1, 4]).Unbind(-1);
        return Ops.Cat([parts[0], parts[2], parts[1], parts[3]], -1);
    }

    // The reverse.
    private static Tensor ByChannel(Tensor values)
    {
        var parts = values.Unflatten(-1, [4, -1]).Unbind(-2);
        return Ops.Cat([.. new[] { parts[0], parts[2], parts[1], parts[3] }.Select(part => part.Unsqueeze(-1))], -1).Flatten(-2);
    }
}
