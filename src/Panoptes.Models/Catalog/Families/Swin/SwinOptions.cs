namespace Panoptes.Models.Catalog.Families.Swin;

/// <summary>UPerNet on Swin.</summary>
public sealed record SwinOptions : SemanticOptions
{
    /// <summary>Working width of the decode head.</summary>
    public int HeadChannels { get; init; } = 512;

    /// <summary>Whether an auxiliary head on the last but one feature map helps training.</summary>
    public bool Auxiliary { get; init; } = true;

    /// <summary>
    /// Share of samples that the last block's residual branches skip in training, 0 to below 1; earlier branches skip linearly less.
    /// </summary>
    public double DropPath { get; init; } = 0.3;

    /// <inheritdoc/>
    public override IModelFamily Family => SwinFamily.Instance;

    /// <inheritdoc/>
    public override void Check(string name)
    {
        base.Check(name);
        RequireWidth(HeadChannels);
        RequireDropPath(DropPath);
    }
}
