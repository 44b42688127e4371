namespace Panoptes.Models.Catalog.Families.Espnet;

/// <summary>ESPNetv2.</summary>
public sealed record EspNetOptions : ModelOptions
{
    /// <summary>Base width of the decoder: 16 of the authors' Cityscapes and Pascal VOC models, 32 of COCO's.</summary>
    public int HeadChannels { get; init; } = 16;

    /// <summary>
    /// Whether the classifier has one output more, behind the classes, for pixels of none of them, as the authors' Cityscapes models do.
    /// It is never predicted. Default false.
    /// </summary>
    public bool VoidClass { get; init; }

    /// <inheritdoc/>
    public override IModelFamily Family => EspNetFamily.Instance;

    /// <inheritdoc/>
    public override void Check(string name) => Require(HeadChannels is >= 1 and <= 4096, "head_channels", HeadChannels, "1 to 4096");
}
