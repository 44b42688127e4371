namespace Panoptes.Studies.Cells;

/// <summary>Where a cell stands in its study.</summary>
/// <param name="Data">The name of its data.</param>
/// <param name="Model">The name of its model.</param>
/// <param name="Recipe">The name of its recipe.</param>
/// <param name="Seed">Its seed.</param>
public sealed record CellKey(string Data, string Model, string Recipe, long Seed)
{
    /// <summary>What people are shown, such as <c>camvid/segformer_b3/b16/s0</c>.</summary>
    public override string ToString() => $"{Data}/{Model}/{Recipe}/s{Seed}";
}
