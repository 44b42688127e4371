using Panoptes.Models.Backbones.Swin;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.Swin;

/// <summary>
/// UPerNet on Swin transformers with windows of 7x7 or, where the name ends in 12, of 12x12 tokens, as mmsegmentation
/// configures them: configs/swin/upernet_swin_*.py.
/// </summary>
internal sealed class SwinFamily : IModelFamily
{
    private const int AuxiliaryWidth = 256;
    private const string Published = "Apache-2.0 (mmsegmentation)";

    private static readonly Dictionary<string, (SwinConfig Config, bool InTorchvision)> Models = new()
    {
        ["upernet_swin_t"] = (SwinConfig.Tiny, true),
        ["upernet_swin_s"] = (SwinConfig.Small, true),
        ["upernet_swin_b"] = (SwinConfig.Base, true),
        ["upernet_swin_b12"] = (SwinConfig.Base with { Window = 12 }, false),
        ["upernet_swin_l"] = (SwinConfig.Large, false),
        ["upernet_swin_l12"] = (SwinConfig.Large with { Window = 12 }, false),
    };

    private SwinFamily()
    {
    }

    /// <summary>The family.</summary>
    public static SwinFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [SwinKeyMaps.Mmseg, SwinKeyMaps.Timm, SwinKeyMaps.Torchvision];

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) =>
    [
        new(ReleaseNames.Mmsegmentation, SwinKeyMaps.ToMmseg),
        .. SwinKeyMaps.Releases("backbone."),
        ReleaseNames.SamePart(ReleaseNames.Authors, "backbone."),
    ];

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => new SwinOptions { DropPath = Models[name].Config.DropPath };

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) => new()
    {
        Group = "upernet_swin",
        Backbone = "Swin",
        IsTransformerLike = true,
        HasBatchNorm = true,
        PooledSides = [1, 2, 3, 6],
        Stride = 32,
    };

    /// <inheritdoc/>
    public string? License(string name) =>
        $"MIT (Microsoft, Swin backbones); {(Models[name].InTorchvision ? "BSD-3-Clause (torchvision, Swin backbones); " : "")}{Published}";

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var options = config.OptionsAs<SwinOptions>();
        var backbone = new SwinTransformer(Models[config.Name].Config with { DropPath = options.DropPath })
        {
            ActivationCheckpointing = config.ActivationCheckpointing,
        };
        var auxiliary = new FcnHeadConfig { InputLevel = 2, NumConvs = 1, ConcatInput = false };
        return new EncoderDecoder(
            backbone,
            options.Head(new UperHeadConfig(), config.Classes, options.HeadChannels),
            options.Auxiliary ? options.Head(auxiliary, config.Classes, Math.Min(AuxiliaryWidth, options.HeadChannels)) : null);
    }
}
