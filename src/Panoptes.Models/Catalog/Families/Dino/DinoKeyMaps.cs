using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.Dino;

/// <summary>DINOv2's names where they differ from the release's.</summary>
internal static class DinoKeyMaps
{
    /// <summary>
    /// Checkpoints of the release's training keep blocks in chunks: blocks.CHUNK.BLOCK (dinov2/models/vision_transformer.py, BlockChunk).
    /// </summary>
    public static KeyMap Chunks { get; } = new("DINOv2's blocks without their chunks", (@"(^|\.)blocks\.\d+\.(\d+)\.", "$1blocks.$2."));

    /// <summary>
    /// The release's names to those inside the adapter of Guided distillation (backbone.model.*), with or without chunks.
    /// </summary>
    public static KeyMap Pyramid { get; } = new(
        "DINOv2's names to the adapter's",
        (@"(^|\.)blocks\.\d+\.(\d+)\.", "$1blocks.$2."),
        (@"^(cls_token$|pos_embed$|mask_token$|patch_embed\.|blocks\.|norm\.)", "backbone.model.$1"));
}
