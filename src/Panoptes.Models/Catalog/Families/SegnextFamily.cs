using Panoptes.Models.Backbones.Mscan;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.KeyMaps;

namespace Panoptes.Models.Catalog.Families;

/// <summary>segnext_t, _s, _b and _l (Guo et al. 2022): MSCAN with the light Hamburger, as in the authors' Cityscapes configurations.</summary>
internal sealed class SegnextFamily : IModelFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["segnext_t", "segnext_s", "segnext_b", "segnext_l"];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [MscanKeyMaps.MmsegToOfficial];

    /// <inheritdoc/>
    public IReadOnlyList<string> Options(string name) =>
        [nameof(ModelConfig.HeadChannels), nameof(ModelConfig.DropPath), nameof(ModelConfig.NmfRank), nameof(ModelConfig.NmfSeed)];

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var size = config.Name[^1];
        var mscan = MscanConfig.Of(size);
        var backbone = new MscanBackbone(mscan with { DropPath = config.DropPath ?? mscan.DropPath })
        {
            ActivationCheckpointing = config.ActivationCheckpointing,
        };
        var channels = config.HeadChannels ?? size switch
        {
            'b' => 512,
            'l' => 1024,
            _ => 256,
        };
        var head = new HamburgerHeadConfig
        {
            HamChannels = channels,
            Rank = config.NmfRank ?? (size is 't' or 's' ? 16 : 64),
            EvaluationSeed = config.NmfSeed ?? 0,
        };
        return new EncoderDecoder(backbone, head.With(config, channels));
    }
}
