using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>Settings of <see cref="FcnHead"/>.</summary>
public sealed record FcnHeadConfig : HeadConfig
{
    /// <summary>Convolutions before the classifier.</summary>
    public int NumConvs { get; init; } = 2;

    /// <summary>Side of their kernels, odd.</summary>
    public int KernelSize { get; init; } = 3;

    /// <summary>Dilation of their kernels.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Whether the input is concatenated to their result and fused by one convolution more.</summary>
    public bool ConcatInput { get; init; } = true;

    /// <inheritdoc/>
    public override SegmentationHead Build(IReadOnlyList<FeatureLevel> levels) => new FcnHead(this, levels);
}

/// <summary>
/// A fully convolutional head (Long et al. 2015 in the form of mmseg/models/decode_heads/fcn_head.py): convolutions, then the
/// classifier. With one convolution and no concatenation it is the usual auxiliary head.
/// </summary>
public sealed class FcnHead : SegmentationHead
{
    private readonly FcnHeadConfig config;
    private readonly LevelFusion? fusion;
    private readonly Sequential convs;
    private readonly ConvBlock? fuse;

    internal FcnHead(FcnHeadConfig config, IReadOnlyList<FeatureLevel> levels)
        : base(config)
    {
        this.config = config;
        var inputs = config.InputChannels(levels);

        // All levels meet in a 1x1 convolution: each can go through its part of it at its own size.
        fusion = config is { ConcatLevels: true, KernelSize: 1, ConcatInput: false, NumConvs: > 0 }
            ? new LevelFusion(inputs, config.Channels, "bn", new BatchNorm2d(config.Channels), config.AlignCorners)
            : null;
        convs = Child("convs", new Sequential([.. Enumerable.Range(0, config.NumConvs).Select(k => k == 0 && fusion is not null
            ? (Layer)fusion
            : new ConvBlock(k == 0 ? inputs : config.Channels, config.Channels, config.KernelSize, config.Dilation))]));
        fuse = config.ConcatInput
            ? Child("conv_cat", new ConvBlock(
                inputs + (config.NumConvs > 0 ? config.Channels : inputs), config.Channels, config.KernelSize))
            : null;
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> features)
    {
        if (fusion is not null)
        {
            return Enumerable.Range(1, convs.Count - 1).Aggregate(fusion.Forward(features, 0), (z, k) => convs[k].Forward(z));
        }

        var x = config.Input(features);
        var y = convs.Forward(x);
        return fuse is null ? y : fuse.Forward(Ops.Cat([x, y], 1));
    }
}
