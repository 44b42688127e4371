using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.PlainMasks;

/// <summary>PMT over frozen DINOv2 encoders (tue-mps/pmt, image), and a small one.</summary>
internal sealed class PmtFamily : IModelFamily
{
    private static readonly Dictionary<string, PmtOptions> Models = new()
    {
        ["pmt_t"] = new PmtOptions { Width = 192, Heads = 3, Queries = 50, LayerScale = 1 },
        ["pmt_s"] = new PmtOptions(),
        ["pmt_b"] = new PmtOptions { Width = 768, Heads = 12 },
        ["pmt_l"] = new PmtOptions { Width = 1024, Depth = 24, Heads = 16 },
    };

    private PmtFamily()
    {
    }

    /// <summary>The family.</summary>
    public static PmtFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <inheritdoc/>
    public IReadOnlyList<SegmentationTask> Tasks => [SegmentationTask.Panoptic, SegmentationTask.Instance, SegmentationTask.Semantic];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMapsFor(ModelConfig config)
    {
        var encoder = config.OptionsAs<PmtOptions>().Encoder();
        return [EomtKeyMaps.Dino(encoder.Grid, encoder.Patch)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) => EomtKeyMaps.Releases;

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => Models[name];

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) => new()
    {
        Group = "pmt",
        Backbone = "ViT",
        IsTransformerLike = true,
        HasBatchNorm = true,
        PredictsMasks = true,
        Stride = 16,
        ImageSize = ImageSize(config.OptionsAs<PmtOptions>()),
    };

    /// <inheritdoc/>
    public string? License(string name) => name == "pmt_t" ? null : "Apache-2.0 (facebookresearch, DINOv2 encoders)";

    /// <summary>None: the encoder's own check says which one fits, and the largest takes gigabytes to make.</summary>
    public IEnumerable<string> Alternatives(string name) => [];

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        Require.That(
            !config.FrozenBackbone, "model.frozen_backbone", "true for a model whose encoder never learns", "false", "leave it out");
        var options = config.OptionsAs<PmtOptions>();
        return new Pmt(new PmtConfig
        {
            Encoder = options.Encoder(),
            NumClasses = config.Classes,
            Queries = options.Queries,
            Blocks = options.Blocks,
            Annealing = options.Annealing,
        });
    }

    /// <summary>The only size that a model takes; null where it takes every size.</summary>
    internal static (int Height, int Width)? ImageSize(PlainMaskOptions options) =>
        options.ResamplePositions ? null : (options.ImageSize[0], options.ImageSize[1]);
}
