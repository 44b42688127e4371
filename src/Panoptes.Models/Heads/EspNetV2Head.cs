using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>
/// Settings of <see cref="EspNetV2Head"/>. <see cref="HeadConfig.Channels"/> is the decoder's base width; corners are always aligned.
/// </summary>
public sealed record EspNetV2HeadConfig : HeadConfig
{
    /// <summary>
    /// Whether the classifier has one output more, behind the classes, for pixels of none of them, as the authors' Cityscapes models do.
    /// It is computed and left out.
    /// </summary>
    public bool VoidClass { get; init; }

    /// <summary>Outputs of the classifier.</summary>
    internal int Outputs => NumClasses + (VoidClass ? 1 : 0);

    /// <summary>Channels in the pyramids.</summary>
    internal int PyramidChannels => Math.Max(1, Math.Min(Outputs / 2, Channels));

    /// <inheritdoc/>
    public override SegmentationHead Build(IReadOnlyList<FeatureLevel> levels) => new EspNetV2Head(this, levels);
}

/// <summary>
/// ESPNetv2's decoder (Mehta et al. 2019): pyramids from the coarsest map to the finest, each enlarged and added to the encoder's
/// (sacmehta/EdgeNets, model/segmentation/espnetv2.py: <c>bu_dec_l*, merge_enc_dec_l*, bu_br_l*</c>). The classifier, the last pyramid's
/// last convolution there, is <c>conv_seg</c> here.
/// </summary>
public sealed class EspNetV2Head : SegmentationHead
{
    // Multiples of the base width, coarsest first.
    private static readonly int[] Widths = [4, 3, 2];
    private readonly EspNetV2HeadConfig config;
    private readonly EspPyramid[] pyramids;
    private readonly EspMerge[] merges;
    private readonly Sequential[] norms;

    internal EspNetV2Head(EspNetV2HeadConfig config, IReadOnlyList<FeatureLevel> levels)
        : base(config with { Channels = config.PyramidChannels, NumClasses = config.Outputs })
    {
        this.config = config;
        long[] widths = [.. Widths.Select(factor => (long)factor * config.Channels)];
        pyramids = new EspPyramid[widths.Length + 1];
        merges = new EspMerge[widths.Length];
        norms = new Sequential[widths.Length];
        for (var k = 0; k < pyramids.Length; k++)
        {
            var inputs = k == 0 ? levels[^1].Channels : widths[k - 1];
            pyramids[k] = Child(
                $"bu_dec_l{k + 1}", new EspPyramid(inputs, config.PyramidChannels, k < widths.Length ? widths[k] : null));
        }

        for (var k = 0; k < merges.Length; k++)
        {
            merges[k] = Child($"merge_enc_dec_l{k + 2}", new EspMerge(levels[^(k + 2)].Channels, widths[k]));
            norms[k] = Child($"bu_br_l{k + 2}", new Sequential(new BatchNorm2d(widths[k]), new PReLU(widths[k])));
        }
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var x = pyramids[0].Forward(features[^1]);
        for (var k = 0; k < merges.Length; k++)
        {
            var finer = merges[k].Forward(features[^(k + 2)]);
            x = pyramids[k + 1].Forward(norms[k].Forward(finer + Resize.Like(x, finer, alignCorners: true)));
        }

        return x;
    }

    /// <inheritdoc/>
    protected override Tensor Classify(Tensor x) =>
        config.VoidClass ? base.Classify(x).Narrow(1, 0, config.NumClasses) : base.Classify(x);
}
