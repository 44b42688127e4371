using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Swin;

/// <summary>
/// One stage: blocks whose windows are shifted by half in every second one, then (except in the last stage) patch merging.
/// </summary>
internal sealed class SwinStage : Module
{
    /// <summary>Makes a stage.</summary>
    /// <param name="config">The network.</param>
    /// <param name="stage">Which stage, from 0.</param>
    /// <param name="drops">Each block's drop path.</param>
    public SwinStage(SwinConfig config, int stage, IEnumerable<double> drops)
    {
        var width = (long)config.Width << stage;
        Blocks = Child(
            "blocks", new Sequential([.. drops.Select((drop, k) => new SwinBlock(width, config, config.Heads[stage], k % 2 == 1, drop))]));
        Downsample = stage < config.Depths.Count - 1 ? Child("downsample", new PatchMerging(width)) : null;
    }

    /// <summary>The blocks; they keep the shape (N,H,W,C).</summary>
    public Sequential Blocks { get; }

    /// <summary>What makes the next stage's input; null in the last stage.</summary>
    public PatchMerging? Downsample { get; }
}
