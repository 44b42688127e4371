using Panoptes.Studies.Cells;

namespace Panoptes.Studies.Settings;

/// <summary>Cells that are left out. What is not named matches everything.</summary>
public sealed record ConditionConfig
{
    /// <summary>Names of data; empty for all.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>Names of models; empty for all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Names of recipes; empty for all.</summary>
    public IReadOnlyList<string> Recipes { get; init; } = [];

    /// <summary>Seeds; empty for all.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>Why they are left out, one sentence, which every list shows.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether a cell is one of them.</summary>
    public bool Covers(CellKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Has(Data, key.Data) && Has(Models, key.Model) && Has(Recipes, key.Recipe) && Has(Seeds, key.Seed);
    }

    private static bool Has<T>(IReadOnlyList<T> names, T name) => names.Count == 0 || names.Contains(name);
}
