using Panoptes.Models.Backbones.HighResolution;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.KeyMaps;

namespace Panoptes.Models.Catalog.Families;

/// <summary>
/// HRNet under a plain head (fcn) or refined by object-contextual representations (ocrnet), as mmsegmentation configures them:
/// configs/hrnet/fcn_hr48_512x1024_160k_cityscapes.py, configs/ocrnet/ocrnet_hr48_512x1024_160k_cityscapes.py. In the authors' form
/// (<see cref="ModelConfig.HrnetVariant"/>) the same layers resize as HRNet/HRNet-Semantic-Segmentation does.
/// </summary>
internal sealed class HrNetFamily : IModelFamily
{
    private const int OcrChannels = 512;
    private const int AttentionChannels = 256;

    private static readonly (string Name, HrNetConfig Config)[] Backbones = [("w18s", HrNetConfig.W18Small), ("w18", HrNetConfig.W18), ("w48", HrNetConfig.W48)];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. new[] { "fcn", "ocrnet" }.SelectMany(head => Backbones.Select(backbone => $"{head}_hrnet_{backbone.Name}"))];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [HrNetKeyMaps.Official];

    /// <inheritdoc/>
    public IReadOnlyList<string> Options(string name) =>
        name.StartsWith("ocrnet", StringComparison.Ordinal) ? [nameof(ModelConfig.HeadChannels), nameof(ModelConfig.HrnetVariant)] : [nameof(ModelConfig.HrnetVariant)];

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var parts = config.Name.Split('_');
        var form = config.HrnetVariant ?? HrNetVariant.Mmseg;

        // The authors' configurations with OCR leave MODEL.ALIGN_CORNERS at its default, true.
        config = config with { AlignCorners = config.AlignCorners ?? (form == HrNetVariant.Official && parts[0] == "ocrnet") };
        var network = Array.Find(Backbones, backbone => backbone.Name == parts[2]).Config;
        var backbone = new HrNet(network with { Form = form, AlignCorners = form == HrNetVariant.Official && config.AlignCorners.Value })
        {
            ActivationCheckpointing = config.ActivationCheckpointing,
        };
        var all = (int)backbone.Levels.Sum(level => level.Channels);
        var plain = new FcnHeadConfig { ConcatLevels = true, NumConvs = 1, KernelSize = 1, ConcatInput = false }.With(config, all, dropout: 0);
        return parts[0] == "fcn"
            ? new EncoderDecoder(backbone, plain)
            : new CascadeEncoderDecoder(backbone, plain, plain with { Channels = config.HeadChannels ?? OcrChannels }, AttentionChannels);
    }
}
