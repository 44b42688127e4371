using System.Globalization;
using Panoptes.Models.Backbones.Espnet;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.Espnet;

/// <summary>
/// espnetv2_050 to espnetv2_200 (Mehta et al. 2019): ESPNetv2 with its own decoder, as sacmehta/EdgeNets publishes it; the number is the
/// width in hundredths.
/// </summary>
internal sealed class EspNetFamily : IModelFamily
{
    private const string Prefix = "espnetv2_";

    private EspNetFamily()
    {
    }

    /// <summary>The family.</summary>
    public static EspNetFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } =
        [.. EspNetV2Config.Scales.Select(scale => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{scale:000}"))];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [EspNetKeyMaps.EdgeNets];

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) => [new(ReleaseNames.Authors, EspNetKeyMaps.ToEdgeNets)];

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => new EspNetOptions();

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) =>
        new() { Group = "espnetv2", Backbone = "ESPNetv2", HasBatchNorm = true, Stride = 16 };

    /// <inheritdoc/>
    public string? License(string name) => "MIT (sacmehta/EdgeNets)";

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var options = config.OptionsAs<EspNetOptions>();
        var scale = int.Parse(config.Name[Prefix.Length..], CultureInfo.InvariantCulture);
        var backbone = new EspNetV2(EspNetV2Config.Of(scale)) { ActivationCheckpointing = config.ActivationCheckpointing };
        return new EncoderDecoder(backbone, new EspNetV2HeadConfig
        {
            Channels = options.HeadChannels,
            NumClasses = config.Classes,
            VoidClass = options.VoidClass,
            Dropout = 0,
            AlignCorners = true,
        });
    }
}
