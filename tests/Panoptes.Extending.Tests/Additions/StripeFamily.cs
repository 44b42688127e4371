using Panoptes.Models.Catalog;
using Panoptes.Models.Segmenters;

namespace Panoptes.Extending.Tests.Additions;

/// <summary>The settings of <see cref="StripeFamily"/>.</summary>
internal sealed record StripeOptions : SemanticOptions
{
    /// <summary>Channels of the first feature map.</summary>
    public int StripeWidth { get; init; } = 8;

    /// <inheritdoc/>
    public override IModelFamily Family => StripeFamily.Instance;

    /// <inheritdoc/>
    public override void Check(string name)
    {
        base.Check(name);
        Require(StripeWidth is >= 1 and <= 1024, "stripe_width", StripeWidth, "1 to 1024");
    }
}

/// <summary>Models from outside: <see cref="MeanHead"/> on <see cref="StripeBackbone"/>.</summary>
internal sealed class StripeFamily : IModelFamily
{
    public static StripeFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["mean_stripes", "mean_wide_stripes"];

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => new StripeOptions { StripeWidth = name == Names[0] ? 8 : 16 };

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) => new() { Group = "stripes", Backbone = "stripes", Stride = 4 };

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var options = config.OptionsAs<StripeOptions>();
        var backbone = new StripeBackbone(options.StripeWidth) { ActivationCheckpointing = config.ActivationCheckpointing };
        return new EncoderDecoder(backbone, options.Head(new MeanHeadConfig(), config.Classes, channels: 8, dropout: 0));
    }
}
