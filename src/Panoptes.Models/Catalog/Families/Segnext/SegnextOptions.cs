namespace Panoptes.Models.Catalog.Families.Segnext;

/// <summary>SegNeXt. The defaults are the tiny one's.</summary>
public sealed record SegnextOptions : SemanticOptions
{
    /// <summary>Working width of the decode head. 256 of T and S, 512 of B, 1024 of L.</summary>
    public int HeadChannels { get; init; } = 256;

    /// <summary>
    /// Share of samples that the last residual branch skips in training, 0 to below 1; earlier branches skip linearly less. 0.3 of L, 0.1
    /// of the others.
    /// </summary>
    public double DropPath { get; init; } = 0.1;

    /// <summary>
    /// Bases of the matrix factorization. 16 of T and S, 64 of B and L, as the authors trained them on Cityscapes; mmsegmentation has 16
    /// everywhere.
    /// </summary>
    public int NmfRank { get; init; } = 16;

    /// <summary>Seed of the bases that the factorization starts from in evaluation, the same for every image. Default 0.</summary>
    public long? NmfSeed { get; init; }

    /// <inheritdoc/>
    public override IModelFamily Family => SegnextFamily.Instance;

    /// <inheritdoc/>
    public override void Check(string name)
    {
        base.Check(name);
        RequireWidth(HeadChannels);
        RequireDropPath(DropPath);
        Require(NmfRank is >= 1 and <= 4096, "nmf_rank", NmfRank, "1 to 4096");
    }
}
