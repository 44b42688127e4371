using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>Settings of <see cref="SegformerHead"/>.</summary>
public sealed record SegformerHeadConfig : HeadConfig
{
    /// <inheritdoc/>
    public override SegmentationHead Build(IReadOnlyList<FeatureLevel> levels) => new SegformerHead(this, levels);
}

/// <summary>
/// SegFormer's head as mmsegmentation has it (mmseg/models/decode_heads/segformer_head.py): each level through a 1x1
/// convolution, BN and ReLU, all resized to the finest, concatenated finest first and fused by <c>fusion_conv</c>.
/// </summary>
public sealed class SegformerHead : SegmentationHead, IWeightGuard
{
    private readonly Sequential convs;
    private readonly LevelFusion fusion;

    internal SegformerHead(SegformerHeadConfig config, IReadOnlyList<FeatureLevel> levels)
        : base(config)
    {
        long channels = config.Channels;
        convs = Child("convs", new Sequential([.. levels.Select(level => new ConvBlock(level.Channels, channels, 1))]));
        fusion = Child(
            "fusion_conv", new LevelFusion(levels.Count * channels, channels, "bn", new BatchNorm2d(channels), config.AlignCorners));
    }

    /// <inheritdoc/>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) =>
        given.ContainsKey("linear_fuse.conv.weight")
        ? new WeightMismatch(
            "the head of NVlabs' SegFormer",
            "mmsegmentation's, which is another network",
            "set model.segformer_variant=nvlabs, or load the backbone alone with model.weights_scope=backbone")
        : null;

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> features)
    {
        var maps = new Tensor[features.Count];
        for (var k = 0; k < maps.Length; k++)
        {
            maps[k] = convs[k].Forward(features[k]);
        }

        return fusion.Forward(maps, 0);
    }
}
