using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.Dino;

/// <summary>
/// Linear classifiers on DINOv2, as its release evaluates it: on the last block's tokens (linear) or on those of the last four
/// together (ms, multi-scale); names that end in reg have four registers.
/// </summary>
internal sealed class DinoFamily : IModelFamily
{
    private static readonly (string Name, DinoConfig Config)[] Backbones =
    [
        ("vits14", DinoConfig.Small), ("vitb14", DinoConfig.Base), ("vitl14", DinoConfig.Large),
        ("vits14reg", DinoConfig.Small.WithRegisters()), ("vitb14reg", DinoConfig.Base.WithRegisters()),
        ("vitl14reg", DinoConfig.Large.WithRegisters()),
    ];

    private static readonly Dictionary<string, (bool AllLevels, DinoConfig Backbone)> Models = new[] { "linear", "ms" }
        .SelectMany(head => Backbones.Select(backbone => (Name: $"dinov2_{head}_{backbone.Name}", Value: (head == "ms", backbone.Config))))
        .ToDictionary(pair => pair.Name, pair => pair.Value);

    private DinoFamily()
    {
    }

    /// <summary>The family.</summary>
    public static DinoFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [DinoKeyMaps.Chunks];

    /// <summary>The release's backbones; timm's copies of those with registers have other positions.</summary>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) =>
    [
        ReleaseNames.SamePart(ReleaseNames.Authors, "backbone."),
        .. Models[config.Name].Backbone.Registers == 0
            ? [ReleaseNames.SamePart(ReleaseNames.Timm, "backbone.") with { Lacking = "^mask_token$" }]
            : Array.Empty<ReleaseNames>(),
    ];

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => new DinoOptions();

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) =>
        new() { Group = "dinov2", Backbone = "ViT", IsTransformerLike = true, HasBatchNorm = true, Stride = 14 };

    /// <inheritdoc/>
    public string? License(string name) => Models[name].Backbone.Registers > 0
        ? "Apache-2.0 (facebookresearch, backbones)"
        : "Apache-2.0 (facebookresearch, backbones and heads)";

    /// <summary>None: their own check says which one fits, and the largest takes gigabytes to make.</summary>
    public IEnumerable<string> Alternatives(string name) => [];

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var options = config.OptionsAs<DinoOptions>();
        var (allLevels, network) = Models[config.Name];
        var backbone =
            new DinoTransformer(network with { DropPath = options.DropPath }) { ActivationCheckpointing = config.ActivationCheckpointing };
        return new EncoderDecoder(
            backbone, options.Head(new LinearHeadConfig { ConcatLevels = allLevels }, config.Classes, network.Width, dropout: 0));
    }
}
