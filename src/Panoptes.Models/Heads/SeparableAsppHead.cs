using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>Settings of <see cref="SeparableAsppHead"/>.</summary>
public sealed record SeparableAsppHeadConfig : HeadConfig
{
    /// <summary>Dilation of each branch; 1 means a 1x1 convolution.</summary>
    public IReadOnlyList<int> Dilations { get; init; } = [1, 12, 24, 36];

    /// <summary>The finest feature map's width after reduction; 0 leaves that map out (DeepLabV3).</summary>
    public int LowLevelChannels { get; init; } = 48;

    /// <inheritdoc/>
    public override SegmentationHead Build(IReadOnlyList<FeatureLevel> levels) => new SeparableAsppHead(this, levels);
}

/// <summary>
/// DeepLabV3+ (Chen et al. 2018, figure 2): the mean of the map, a 1x1 convolution and separable convolutions of several
/// dilations, concatenated and fused; resized to the finest map, concatenated with it, refined by two separable
/// convolutions (mmseg/models/decode_heads/sep_aspp_head.py).
/// </summary>
public sealed class SeparableAsppHead : SegmentationHead
{
    private readonly SeparableAsppHeadConfig config;
    private readonly Sequential imagePool;
    private readonly Sequential branches;
    private readonly ConvBlock bottleneck;
    private readonly ConvBlock? lowLevel;
    private readonly Sequential refine;

    internal SeparableAsppHead(SeparableAsppHeadConfig config, IReadOnlyList<FeatureLevel> levels)
        : base(config)
    {
        this.config = config;
        long channels = config.Channels;
        var inputs = levels[config.InputIndex(levels.Count)].Channels;
        imagePool = Child("image_pool", new Sequential(new AdaptiveAvgPool2d(1), new ConvBlock(inputs, channels, 1)));
        branches = Child("aspp_modules", new Sequential([.. config.Dilations.Select(dilation =>
            dilation == 1 ? (Layer)new ConvBlock(inputs, channels, 1) : new SeparableConvBlock(inputs, channels, dilation))]));
        bottleneck = Child("bottleneck", new ConvBlock((config.Dilations.Count + 1) * channels, channels, 3));
        lowLevel = config.LowLevelChannels > 0
            ? Child("c1_bottleneck", new ConvBlock(levels[0].Channels, config.LowLevelChannels, 1))
            : null;
        refine = Child("sep_bottleneck", new Sequential(
            new SeparableConvBlock(channels + config.LowLevelChannels, channels),
            new SeparableConvBlock(channels, channels)));
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> features)
    {
        var x = features[config.InputIndex(features.Count)];
        PooledBatch.Check(this, "image_pool", x, 1);
        var parts = new Tensor[1 + branches.Count];
        parts[0] = Resize.Like(imagePool.Forward(x), x, config.AlignCorners);
        for (var k = 0; k < branches.Count; k++)
        {
            parts[k + 1] = branches[k].Forward(x);
        }

        var context = bottleneck.Forward(Ops.Cat(parts, 1));
        if (lowLevel is not null)
        {
            var fine = lowLevel.Forward(features[0]);
            context = Ops.Cat([Resize.Like(context, fine, config.AlignCorners), fine], 1);
        }

        return refine.Forward(context);
    }
}
