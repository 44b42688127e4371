namespace Panoptes.Data.Splits;

/// <summary>Which parts of a split are chosen, and how.</summary>
public sealed record SplitOptions
{
    /// <summary>A part for each.</summary>
    public IReadOnlyList<SplitSize> Sizes { get; init; } = [];

    /// <summary>Another number chooses other images.</summary>
    public long Seed { get; init; }

    /// <summary>Whether each part lies within the larger ones.</summary>
    public bool IsNested { get; init; }

    /// <summary>What parts have in the same proportions as the whole.</summary>
    public SplitStratify Stratify { get; init; }

    /// <summary>Images that each class has at least in every part; 0 for no such wish.</summary>
    public int MinPerClass { get; init; }
}
