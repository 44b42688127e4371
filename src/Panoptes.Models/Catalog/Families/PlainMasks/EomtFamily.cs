using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.PlainMasks;

/// <summary>EoMT with published settings (tue-mps/eomt, configs/dinov2), and a small one.</summary>
internal sealed class EomtFamily : IModelFamily
{
    private const string Released = "MIT (tue-mps, EoMT, whole models); Apache-2.0 (facebookresearch, DINOv2 encoders)";

    private static readonly Dictionary<string, (EomtOptions Defaults, bool IsGated)> Models = new()
    {
        ["eomt_t"] = (new EomtOptions { Width = 192, Heads = 3, Queries = 50, LayerScale = 1 }, false),
        ["eomt_s"] = (new EomtOptions(), false),
        ["eomt_b"] = (new EomtOptions { Width = 768, Heads = 12 }, false),
        ["eomt_l"] = (new EomtOptions { Width = 1024, Depth = 24, Heads = 16, LateBlocks = 4 }, false),
        ["eomt_g"] = (new EomtOptions { Width = 1536, Depth = 40, Heads = 24, LateBlocks = 5 }, true),
    };

    private EomtFamily()
    {
    }

    /// <summary>The family.</summary>
    public static EomtFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <inheritdoc/>
    public IReadOnlyList<SegmentationTask> Tasks => [SegmentationTask.Panoptic, SegmentationTask.Instance, SegmentationTask.Semantic];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMapsFor(ModelConfig config)
    {
        var encoder = config.OptionsAs<EomtOptions>().Encoder();
        return [EomtKeyMaps.Dino(encoder.Grid, encoder.Patch)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) => EomtKeyMaps.Releases;

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => Models[name].Defaults;

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) => new()
    {
        Group = "eomt",
        Backbone = "ViT",
        IsTransformerLike = true,
        PredictsMasks = true,
        Stride = 16,
        ImageSize = PmtFamily.ImageSize(config.OptionsAs<EomtOptions>()),
    };

    /// <inheritdoc/>
    public string? License(string name) => name == "eomt_t" ? null : Released;

    /// <summary>None: the encoder's own check says which one fits, and the largest takes gigabytes to make.</summary>
    public IEnumerable<string> Alternatives(string name) => [];

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        Require.That(
            !config.FrozenBackbone, "model.frozen_backbone", "true for a model whose queries pass the backbone",
            "false", "let it learn, or choose a model that reads features of a frozen one");
        var options = config.OptionsAs<EomtOptions>();
        var network = new Eomt(new EomtConfig
        {
            Encoder = options.Encoder(Models[config.Name].IsGated),
            NumClasses = config.Classes,
            Queries = options.Queries,
            LateBlocks = options.LateBlocks,
            MaskedAttention = options.MaskedAttention,
            Annealing = options.Annealing,
        });
        network.Backbone.ActivationCheckpointing = config.ActivationCheckpointing;
        return network;
    }
}
