using Panoptes.Models.Backbones.Swin;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.KeyMaps;

namespace Panoptes.Models.Catalog.Families;

/// <summary>
/// UPerNet on Swin transformers with windows of 7x7 or, where the name ends in 12, of 12x12 tokens, as mmsegmentation
/// configures them: configs/swin/upernet_swin_*.py.
/// </summary>
internal sealed class SwinFamily : IModelFamily
{
    private const int HeadWidth = 512;
    private const int AuxiliaryWidth = 256;

    private static readonly (string Name, SwinConfig Config)[] Backbones =
    [
        ("t", SwinConfig.Tiny), ("s", SwinConfig.Small),
        ("b", SwinConfig.Base), ("b12", SwinConfig.Base with { Window = 12 }),
        ("l", SwinConfig.Large), ("l12", SwinConfig.Large with { Window = 12 }),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Backbones.Select(backbone => $"upernet_swin_{backbone.Name}")];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [SwinKeyMaps.Mmseg, SwinKeyMaps.Timm, SwinKeyMaps.Torchvision];

    /// <inheritdoc/>
    public IReadOnlyList<string> Options(string name) => [nameof(ModelConfig.HeadChannels), nameof(ModelConfig.Auxiliary), nameof(ModelConfig.DropPath)];

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var size = config.Name[(config.Name.LastIndexOf('_') + 1)..];
        var network = Array.Find(Backbones, backbone => backbone.Name == size).Config;
        var backbone = new SwinTransformer(network with { DropPath = config.DropPath ?? network.DropPath }) { ActivationCheckpointing = config.ActivationCheckpointing };
        return new EncoderDecoder(
            backbone,
            new UperHeadConfig().With(config, config.HeadChannels ?? HeadWidth),
            config.Auxiliary ?? true ? new FcnHeadConfig { InputLevel = 2, NumConvs = 1, ConcatInput = false }.With(config, Math.Min(AuxiliaryWidth, config.HeadChannels ?? AuxiliaryWidth)) : null);
    }
}
