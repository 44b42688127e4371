using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.Segnext;

/// <summary>MSCAN's names in mmsegmentation's own checkpoints; the authors' need no translation.</summary>
internal static class MscanKeyMaps
{
    /// <summary>mmsegmentation 1.x has the feed-forward part's depthwise convolution one level higher.</summary>
    public static KeyMap MmsegToOfficial { get; } = new(
        "mmsegmentation's MSCAN to the authors'",
        (@"(block\d\.\d+\.mlp\.dwconv\.)(weight|bias)$", "$1dwconv.$2"));

    /// <summary>The reverse.</summary>
    public static KeyMap ToMmseg { get; } = new(
        "the authors' MSCAN to mmsegmentation's",
        (@"(block\d\.\d+\.mlp\.dwconv\.)dwconv\.(weight|bias)$", "$1$2"));
}
