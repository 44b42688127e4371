namespace Panoptes.Models.Catalog.Families.Dino;

/// <summary>Linear classifiers on DINOv2.</summary>
public sealed record DinoOptions : SemanticOptions
{
    /// <summary>
    /// Share of samples that the last block's residual branches skip in training, 0 to below 1; earlier branches skip linearly less.
    /// </summary>
    public double DropPath { get; init; }

    /// <inheritdoc/>
    public override IModelFamily Family => DinoFamily.Instance;

    /// <inheritdoc/>
    public override void Check(string name)
    {
        base.Check(name);
        RequireDropPath(DropPath);
    }
}
