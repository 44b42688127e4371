using Panoptes.Models.Backbones.HighResolution;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.HighResolution;

/// <summary>
/// HRNet under a plain head (fcn) or refined by object-contextual representations (ocrnet), as mmsegmentation configures them:
/// configs/hrnet/fcn_hr48_512x1024_160k_cityscapes.py, configs/ocrnet/ocrnet_hr48_512x1024_160k_cityscapes.py. In the authors' form
/// (<see cref="HrNetOptions.HrnetVariant"/>) the same layers resize as HRNet/HRNet-Semantic-Segmentation does.
/// </summary>
internal sealed class HrNetFamily : IModelFamily
{
    private const int OcrChannels = 512;
    private const int AttentionChannels = 256;

    private static readonly (string Name, HrNetConfig Config)[] Backbones =
        [("w18s", HrNetConfig.W18Small), ("w18", HrNetConfig.W18), ("w48", HrNetConfig.W48)];

    private static readonly Dictionary<string, (bool IsRefined, HrNetConfig Backbone)> Models = new[] { "fcn", "ocrnet" }
        .SelectMany(
            head => Backbones.Select(backbone => (Name: $"{head}_hrnet_{backbone.Name}", Value: (head == "ocrnet", backbone.Config))))
        .ToDictionary(pair => pair.Name, pair => pair.Value);

    // What the authors published whole.
    private static readonly string[] AuthorsModels = ["fcn_hrnet_w18s", "fcn_hrnet_w48", "ocrnet_hrnet_w48"];

    private HrNetFamily()
    {
    }

    /// <summary>The family.</summary>
    public static HrNetFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [HrNetKeyMaps.Official];

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) =>
        config.OptionsAs<HrNetOptions>().HrnetVariant == HrNetVariant.Official
            ? [new(ReleaseNames.Authors, HrNetKeyMaps.ToOfficial)]
            : [ReleaseNames.Same(ReleaseNames.Mmsegmentation), ReleaseNames.SamePart(ReleaseNames.Timm, "backbone.")];

    /// <summary>Whether a model is refined by OCR.</summary>
    public static bool IsRefined(string name) => Models[name].IsRefined;

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => new HrNetOptions();

    /// <inheritdoc/>
    public IEnumerable<string> Alternatives(string name) => Names.Where(other => other != name && IsRefined(other) == IsRefined(name));

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) =>
        new() { Group = IsRefined(config.Name) ? "ocrnet" : "fcn_hrnet", Backbone = "HRNet", HasBatchNorm = true, Stride = 4 };

    /// <inheritdoc/>
    public string? License(string name) =>
        $"MIT (HRNet, ImageNet backbones{(AuthorsModels.Contains(name) ? " and the authors' whole models" : "")}); Apache-2.0 "
            + "(mmsegmentation)";

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var options = config.OptionsAs<HrNetOptions>();
        var (isRefined, network) = Models[config.Name];
        var isOfficial = options.HrnetVariant == HrNetVariant.Official;

        // The authors' configurations with OCR leave MODEL.ALIGN_CORNERS at its default, true.
        options = options with { AlignCorners = options.AlignCorners ?? (isOfficial && isRefined) };
        var backbone = new HrNet(network with { Form = options.HrnetVariant, AlignCorners = isOfficial && options.AlignCorners.Value })
        {
            ActivationCheckpointing = config.ActivationCheckpointing,
        };
        var all = (int)backbone.Levels.Sum(level => level.Channels);
        var head = new FcnHeadConfig { ConcatLevels = true, NumConvs = 1, KernelSize = 1, ConcatInput = false };
        var plain = options.Head(head, config.Classes, all, dropout: 0);
        return isRefined
            ? new CascadeEncoderDecoder(backbone, plain, plain with { Channels = options.HeadChannels ?? OcrChannels }, AttentionChannels)
            : new EncoderDecoder(backbone, plain);
    }
}
