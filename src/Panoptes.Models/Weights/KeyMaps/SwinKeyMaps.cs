using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>Swin's names in mmsegmentation and in timm; those of the original release, detectron2 and Mask2Former are the backbone's own.</summary>
internal static class SwinKeyMaps
{
    private const string Block = @"(layers\.\d\.blocks\.\d+\.)";
    private const string Merging = @"layers\.\d\.downsample\.";

    /// <summary>
    /// mmsegmentation's and mmdetection's names, and the order of patch merging's columns, which they keep channel by channel
    /// with the two middle neighbours exchanged (tools/model_converters/swin2mmseg.py, undone).
    /// </summary>
    public static KeyMap Mmseg { get; } = new(
        "mmsegmentation's Swin to the original's",
        (@"(^|\.)stages\.(\d)\.", "$1layers.$2."),
        (Block + @"attn\.w_msa\.", "$1attn."),
        (Block + @"ffn\.layers\.0\.0\.", "$1mlp.fc1."),
        (Block + @"ffn\.layers\.1\.", "$1mlp.fc2."),
        (@"(^|\.)patch_embed\.projection\.", "$1patch_embed.proj."))
    {
        Conversions = [WeightConversion.Change(Merging + @"(norm\.(weight|bias)|reduction\.weight)$", shape => shape.Count > 0 && shape[^1] % 4 == 0 ? shape : null, ByNeighbour)],
    };

    /// <summary>timm's names since 0.9, where a stage begins with the merging that ended the one before.</summary>
    public static KeyMap Timm { get; } = new(
        "timm's Swin to the original's",
        (@"(^|\.)layers_(\d)\.", "$1layers.$2."),
        (@"(^|\.)layers\.1\.downsample\.", "$1layers.0.downsample."),
        (@"(^|\.)layers\.2\.downsample\.", "$1layers.1.downsample."),
        (@"(^|\.)layers\.3\.downsample\.", "$1layers.2.downsample."));

    // The last dimension from (channel, neighbour) with neighbours row by row to (neighbour, channel) with neighbours column by column.
    private static Tensor ByNeighbour(Tensor values)
    {
        var parts = values.Unflatten(-1, [-1, 4]).Unbind(-1);
        return Ops.Cat([parts[0], parts[2], parts[1], parts[3]], -1);
    }

    /// <summary>Columns in mmsegmentation's order, from the original's: (neighbour, channel) to (channel, neighbour).</summary>
    /// <param name="columns">One number a column.</param>
    public static Tensor ByChannel(Tensor columns)
    {
        var parts = columns.Chunk(4, 0);
        return Ops.Stack([parts[0], parts[2], parts[1], parts[3]], 1).Flatten();
    }
}
