using Panoptes.Models.Backbones;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>
/// Settings of <see cref="LinearHead"/>. Its working width is its input's, whatever <see cref="HeadConfig.Channels"/> says.
/// </summary>
public sealed record LinearHeadConfig : HeadConfig
{
    /// <inheritdoc/>
    public override SegmentationHead Build(IReadOnlyList<FeatureLevel> levels) =>
        new LinearHead(this with { Channels = checked((int)InputChannels(levels)) });
}

/// <summary>
/// Batch normalization and a linear classifier of every position: what features are worth by themselves. On the last feature
/// map, or (multi-scale) on all of them concatenated (dinov2/eval/segmentation/models/decode_heads/linear_head.py, BNHead).
/// </summary>
public sealed class LinearHead : SegmentationHead
{
    private readonly LinearHeadConfig config;
    private readonly BatchNorm2d norm;

    internal LinearHead(LinearHeadConfig config)
        : base(config)
    {
        this.config = config;
        norm = Child("bn", new BatchNorm2d(config.Channels));
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> features) => norm.Forward(config.Input(features));
}
