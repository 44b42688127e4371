namespace Panoptes.Models.Catalog.Families.PlainMasks;

/// <summary>PMT, over an encoder that does not learn. <c>pmt_t</c> is a small one for trials on processors.</summary>
public sealed record PmtOptions : PlainMaskOptions
{
    /// <summary>Blocks of the decoder, which queries pass.</summary>
    public int Blocks { get; init; } = 6;

    /// <inheritdoc/>
    public override IModelFamily Family => PmtFamily.Instance;

    private protected override int MaskedBlocks => Blocks;

    /// <inheritdoc/>
    public override void Check(string name)
    {
        Require(Blocks is >= 1 and <= 100, "blocks", Blocks, "1 to 100");
        base.Check(name);
        Require(Width % (4 * Heads) == 0, "width", Width, $"a multiple of four times model.heads, {Heads}, for rotary positions");
        Require(Depth % 4 == 0, "depth", Depth, "a multiple of 4: the decoder reads every quarter");
    }
}
