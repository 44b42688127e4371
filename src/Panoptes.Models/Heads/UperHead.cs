using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Tensors;

namespace Panoptes.Models.Heads;

/// <summary>Settings of <see cref="UperHead"/>.</summary>
public sealed record UperHeadConfig : HeadConfig
{
    /// <summary>Grid sizes of the pyramid on the coarsest feature map.</summary>
    public IReadOnlyList<int> PoolScales { get; init; } = [1, 2, 3, 6];

    /// <inheritdoc/>
    public override SegmentationHead Build(IReadOnlyList<FeatureLevel> levels) => new UperHead(this, levels);
}

/// <summary>
/// UPerNet's head (Xiao et al. 2018, figure 4): pyramid pooling on the coarsest map, a top-down path that adds each map to the
/// finer one, a 3x3 convolution on every level, all resized to the finest, concatenated and fused
/// (mmseg/models/decode_heads/uper_head.py).
/// </summary>
public sealed class UperHead : SegmentationHead
{
    private readonly UperHeadConfig config;
    private readonly PyramidPooling pyramid;
    private readonly ConvBlock bottleneck;
    private readonly ModuleList<ConvBlock> laterals;
    private readonly ModuleList<ConvBlock> smooth;
    private readonly ConvBlock fuse;

    internal UperHead(UperHeadConfig config, IReadOnlyList<FeatureLevel> levels)
        : base(config)
    {
        this.config = config;
        long channels = config.Channels;
        var coarsest = levels[^1].Channels;
        pyramid = Child("psp_modules", new PyramidPooling(coarsest, channels, config.PoolScales));
        bottleneck = Child("bottleneck", new ConvBlock(coarsest + (config.PoolScales.Count * channels), channels, 3));
        laterals = Child("lateral_convs", new ModuleList<ConvBlock>(
            [.. levels.SkipLast(1).Select(level => new ConvBlock(level.Channels, channels, 1))]));
        smooth = Child("fpn_convs", new ModuleList<ConvBlock>([.. levels.SkipLast(1).Select(_ => new ConvBlock(channels, channels, 3))]));
        fuse = Child("fpn_bottleneck", new ConvBlock(levels.Count * channels, channels, 3));
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> features)
    {
        var maps = new Tensor[features.Count];
        var coarsest = features[^1];
        maps[^1] = bottleneck.Forward(Ops.Cat([coarsest, .. pyramid.Forward(coarsest, config.AlignCorners)], 1));
        for (var level = maps.Length - 2; level >= 0; level--)
        {
            var own = laterals[level].Forward(features[level]);
            maps[level] = own + Resize.Like(maps[level + 1], own, config.AlignCorners);
        }

        for (var level = 0; level < maps.Length; level++)
        {
            var map = level < maps.Length - 1 ? smooth[level].Forward(maps[level]) : maps[level];
            maps[level] = Resize.Like(map, level == 0 ? map : maps[0], config.AlignCorners);
        }

        return fuse.Forward(Ops.Cat(maps, 1));
    }
}
