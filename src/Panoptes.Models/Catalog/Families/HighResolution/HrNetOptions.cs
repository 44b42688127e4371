using Panoptes.Models.Backbones.HighResolution;

namespace Panoptes.Models.Catalog.Families.HighResolution;

/// <summary>HRNet, alone or under OCR.</summary>
public sealed record HrNetOptions : SemanticOptions
{
    /// <summary>Working width of OCRNet's refining head. Default 512.</summary>
    public int? HeadChannels { get; init; }

    /// <summary>
    /// Whose HRNet: mmsegmentation's or its authors', which enlarge coarse maps otherwise and so compute otherwise from the same tensors.
    /// </summary>
    public HrNetVariant HrnetVariant { get; init; } = HrNetVariant.Mmseg;

    /// <inheritdoc/>
    public override IModelFamily Family => HrNetFamily.Instance;

    /// <inheritdoc/>
    public override void Check(string name)
    {
        base.Check(name);
        RequireTaken(HrNetFamily.IsRefined(name), "head_channels", HeadChannels, name, "hrnet_variant");
        RequireWidth(HeadChannels);
    }
}
