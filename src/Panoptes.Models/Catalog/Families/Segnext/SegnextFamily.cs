using Panoptes.Models.Backbones.Mscan;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.Segnext;

/// <summary>
/// segnext_t, _s, _b and _l (Guo et al. 2022): MSCAN with the light Hamburger, as in the authors' Cityscapes configurations.
/// </summary>
internal sealed class SegnextFamily : IModelFamily
{
    private static readonly Dictionary<string, SegnextOptions> Models = new()
    {
        ["segnext_t"] = new(),
        ["segnext_s"] = new(),
        ["segnext_b"] = new() { HeadChannels = 512, NmfRank = 64 },
        ["segnext_l"] = new() { HeadChannels = 1024, NmfRank = 64 },
    };

    private SegnextFamily()
    {
    }

    /// <summary>The family.</summary>
    public static SegnextFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [MscanKeyMaps.MmsegToOfficial];

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) =>
        [ReleaseNames.Same(ReleaseNames.Authors), new(ReleaseNames.Mmsegmentation, MscanKeyMaps.ToMmseg)];

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => Models[name] with { DropPath = MscanConfig.Of(name[^1]).DropPath };

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) => new()
    {
        Group = "segnext",
        Backbone = "MSCAN",
        IsTransformerLike = true,
        HasBatchNorm = true,
        HeadRate = 10,
        Stride = 8,
        OpenSeed = config.OptionsAs<SegnextOptions>().NmfSeed is null ? "model.nmf_seed" : null,
    };

    /// <inheritdoc/>
    public string? License(string name) => "Apache-2.0 (Visual-Attention-Network, whose README asks to be contacted for commercial use)";

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var options = config.OptionsAs<SegnextOptions>();
        var backbone = new MscanBackbone(MscanConfig.Of(config.Name[^1]) with { DropPath = options.DropPath })
        {
            ActivationCheckpointing = config.ActivationCheckpointing,
        };
        var head = new HamburgerHeadConfig
        {
            HamChannels = options.HeadChannels,
            Rank = options.NmfRank,
            EvaluationSeed = options.NmfSeed ?? 0,
        };
        return new EncoderDecoder(backbone, options.Head(head, config.Classes, options.HeadChannels));
    }
}
