using System.Globalization;
using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>Settings of <see cref="NvlabsSegformerHead"/>; <see cref="HeadConfig.Channels"/> is the embedding's width.</summary>
public sealed record NvlabsSegformerHeadConfig : HeadConfig
{
    /// <summary>Input channels of <c>conv_seg</c>, which published checkpoints hold and nothing uses.</summary>
    public int UnusedChannels { get; init; } = 128;

    /// <inheritdoc/>
    public override SegmentationHead Build(IReadOnlyList<FeatureLevel> levels) => new NvlabsSegformerHead(this, levels);
}

/// <summary>
/// SegFormer's head as its authors published it (Xie et al. 2021, section 3.2; NVlabs/SegFormer,
/// mmseg/models/decode_heads/segformer_head.py): each level through a bare linear layer, all resized to the finest,
/// concatenated coarsest first, fused by <c>linear_fuse</c> and classified by <c>linear_pred</c>.
/// </summary>
public sealed class NvlabsSegformerHead : SegmentationHead, IWeightGuard
{
    private readonly Linear[] projections;
    private readonly LevelFusion fusion;
    private readonly Conv2d predict;

    internal NvlabsSegformerHead(NvlabsSegformerHeadConfig config, IReadOnlyList<FeatureLevel> levels)
        : base(config with { Channels = config.UnusedChannels })
    {
        long channels = config.Channels;
        projections = new Linear[levels.Count];
        for (var k = levels.Count - 1; k >= 0; k--)
        {
            projections[k] = new Linear(levels[k].Channels, channels);
            _ = Child($"linear_c{(k + 1).ToString(CultureInfo.InvariantCulture)}", new Sequential(("proj", projections[k])));
        }

        fusion = Child(
            "linear_fuse", new LevelFusion(levels.Count * channels, channels, "bn", new BatchNorm2d(channels), config.AlignCorners));
        predict = Child("linear_pred", new Conv2d(channels, config.NumClasses, kernel: 1));
    }

    /// <inheritdoc/>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) =>
        given.ContainsKey("fusion_conv.conv.weight")
        ? new WeightMismatch(
            "the head of mmsegmentation's SegFormer",
            "NVlabs', which is another network",
            "set model.segformer_variant=mmseg, or load the backbone alone with model.weights_scope=backbone")
        : null;

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> features)
    {
        var last = features.Count - 1;
        var maps = new Tensor[features.Count];
        for (var k = 0; k <= last; k++)
        {
            maps[last - k] = ChannelsLast.Apply(projections[k], features[k]);
        }

        return fusion.Forward(maps, last);
    }

    /// <inheritdoc/>
    protected override Tensor Classify(Tensor x) => predict.Forward(x);
}
