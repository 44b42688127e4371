using Panoptes.Models.Backbones;
using Panoptes.Models.Heads;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Extending.Tests.Additions;

/// <summary>Settings of <see cref="MeanHead"/>.</summary>
internal sealed record MeanHeadConfig : HeadConfig
{
    /// <inheritdoc/>
    public override SegmentationHead Build(IReadOnlyList<FeatureLevel> levels) => new MeanHead(this, levels);
}

/// <summary>A head from outside: every position's features less the image's mean.</summary>
internal sealed class MeanHead : SegmentationHead
{
    private readonly MeanHeadConfig config;
    private readonly Conv2d squeeze;

    public MeanHead(MeanHeadConfig config, IReadOnlyList<FeatureLevel> levels)
        : base(config)
    {
        this.config = config;
        squeeze = Child("squeeze", new Conv2d(config.InputChannels(levels), config.Channels, kernel: 1));
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> features)
    {
        var x = squeeze.Forward(config.Input(features));
        return x - x.Mean([2, 3], true);
    }
}
