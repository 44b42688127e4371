namespace Panoptes.Models.Catalog.Families.PlainMasks;

/// <summary>EoMT. <c>eomt_t</c> is a small one for trials on processors; the others are published.</summary>
public sealed record EomtOptions : PlainMaskOptions
{
    /// <summary>The encoder's last blocks, which queries pass, too. Published: 3 of S and B, 4 of L, 5 of g.</summary>
    public int LateBlocks { get; init; } = 3;

    /// <summary>
    /// Whether queries look inside their masks while the network trains, and every late block predicts; else the last prediction alone
    /// learns.
    /// </summary>
    public bool MaskedAttention { get; init; } = true;

    /// <inheritdoc/>
    public override IModelFamily Family => EomtFamily.Instance;

    private protected override int MaskedBlocks => LateBlocks;

    /// <inheritdoc/>
    public override void Check(string name)
    {
        Require(LateBlocks >= 1 && LateBlocks <= Depth, "late_blocks", LateBlocks, $"1 to model.depth, {Depth}");
        base.Check(name);
    }
}
