using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.KeyMaps;

namespace Panoptes.Models.Catalog.Families;

/// <summary>segformer_b0 to segformer_b5 (Xie et al. 2021), in mmsegmentation's form or in NVlabs' (<see cref="ModelConfig.SegformerVariant"/>).</summary>
internal sealed class SegformerFamily : IModelFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, 6).Select(size => $"segformer_b{size}")];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [MitKeyMaps.NvlabsToMmseg, MitKeyMaps.MmsegToNvlabs];

    /// <inheritdoc/>
    public IReadOnlyList<string> Options(string name) => [nameof(ModelConfig.HeadChannels), nameof(ModelConfig.DropPath), nameof(ModelConfig.SegformerVariant)];

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var size = config.Name[^1] - '0';
        var form = config.SegformerVariant ?? SegformerVariant.Mmseg;
        var mit = MixTransformerConfig.Of(size);
        var backbone = new MixTransformer(mit with { Form = form, DropPath = config.DropPath ?? mit.DropPath })
        {
            ActivationCheckpointing = config.ActivationCheckpointing,
        };
        HeadConfig head = form == SegformerVariant.Mmseg
            ? new SegformerHeadConfig().With(config, config.HeadChannels ?? 256)
            : new NvlabsSegformerHeadConfig().With(config, config.HeadChannels ?? (size < 2 ? 256 : 768));
        return new EncoderDecoder(backbone, head);
    }
}
