using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.KeyMaps;

namespace Panoptes.Models.Catalog.Families;

/// <summary>
/// Linear classifiers on DINOv2, as its release evaluates it: on the last block's tokens (linear) or on those of the last four
/// together (ms, multi-scale); names that end in reg have four registers.
/// </summary>
internal sealed class DinoFamily : IModelFamily
{
    private static readonly (string Name, DinoConfig Config)[] Backbones =
    [
        ("vits14", DinoConfig.Small), ("vitb14", DinoConfig.Base), ("vitl14", DinoConfig.Large),
        ("vits14reg", DinoConfig.Small.WithRegisters()), ("vitb14reg", DinoConfig.Base.WithRegisters()), ("vitl14reg", DinoConfig.Large.WithRegisters()),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. new[] { "linear", "ms" }.SelectMany(head => Backbones.Select(backbone => $"dinov2_{head}_{backbone.Name}"))];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [DinoKeyMaps.Chunks];

    /// <inheritdoc/>
    public IReadOnlyList<string> Options(string name) => [nameof(ModelConfig.DropPath)];

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var parts = config.Name.Split('_');
        var network = Array.Find(Backbones, backbone => backbone.Name == parts[2]).Config with { DropPath = config.DropPath ?? 0 };
        var backbone = new DinoTransformer(network) { ActivationCheckpointing = config.ActivationCheckpointing };
        return new EncoderDecoder(backbone, new LinearHeadConfig { ConcatLevels = parts[1] == "ms" }.With(config, network.Width, dropout: 0));
    }
}
