using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Tensors;

namespace Panoptes.Models.Heads;

/// <summary>Settings of <see cref="PspHead"/>.</summary>
public sealed record PspHeadConfig : HeadConfig
{
    /// <summary>Grid sizes of the pyramid.</summary>
    public IReadOnlyList<int> PoolScales { get; init; } = [1, 2, 3, 6];

    /// <inheritdoc/>
    public override SegmentationHead Build(IReadOnlyList<FeatureLevel> levels) => new PspHead(this, levels);
}

/// <summary>
/// Pyramid pooling (Zhao et al. 2017, figure 3): the map and its means over 1x1, 2x2, 3x3 and 6x6 grids, each reduced and
/// resized back, concatenated, fused by a 3x3 convolution.
/// </summary>
public sealed class PspHead : SegmentationHead
{
    private readonly PspHeadConfig config;
    private readonly PyramidPooling pyramid;
    private readonly ConvBlock bottleneck;

    internal PspHead(PspHeadConfig config, IReadOnlyList<FeatureLevel> levels)
        : base(config)
    {
        this.config = config;
        var inputs = levels[config.InputIndex(levels.Count)].Channels;
        pyramid = Child("psp_modules", new PyramidPooling(inputs, config.Channels, config.PoolScales));
        bottleneck = Child("bottleneck", new ConvBlock(inputs + (config.PoolScales.Count * config.Channels), config.Channels, 3));
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> features)
    {
        var x = features[config.InputIndex(features.Count)];
        return bottleneck.Forward(Ops.Cat([x, .. pyramid.Forward(x, config.AlignCorners)], 1));
    }
}
