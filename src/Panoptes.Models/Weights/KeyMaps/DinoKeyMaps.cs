namespace Panoptes.Models.Weights;

/// <summary>DINOv2's names where they differ from the release's.</summary>
internal static class DinoKeyMaps
{
    /// <summary>Checkpoints of the release's training keep blocks in chunks: blocks.CHUNK.BLOCK (dinov2/models/vision_transformer.py, BlockChunk).</summary>
    public static KeyMap Chunks { get; } = new("DINOv2's blocks without their chunks", (@"(^|\.)blocks\.\d+\.(\d+)\.", "$1blocks.$2."));
}
