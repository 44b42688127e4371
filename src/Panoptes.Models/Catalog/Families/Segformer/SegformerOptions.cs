using Panoptes.Models.Backbones.Mit;

namespace Panoptes.Models.Catalog.Families.Segformer;

/// <summary>SegFormer.</summary>
public sealed record SegformerOptions : SemanticOptions
{
    /// <summary>Working width of the decode head. Default 256; 768 of B2 and larger in NVlabs' form.</summary>
    public int? HeadChannels { get; init; }

    /// <summary>
    /// Share of samples that the last residual branch skips in training, 0 to below 1; earlier branches skip linearly less.
    /// </summary>
    public double DropPath { get; init; } = 0.1;

    /// <summary>Whose SegFormer: mmsegmentation's or NVlabs', which differ in names, decode head and epsilons.</summary>
    public SegformerVariant SegformerVariant { get; init; } = SegformerVariant.Mmseg;

    /// <inheritdoc/>
    public override IModelFamily Family => SegformerFamily.Instance;

    /// <inheritdoc/>
    public override void Check(string name)
    {
        base.Check(name);
        RequireWidth(HeadChannels);
        RequireDropPath(DropPath);
    }
}
