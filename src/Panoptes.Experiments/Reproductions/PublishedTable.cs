using Panoptes.Foundation;

namespace Panoptes.Experiments.Reproductions;

/// <summary>A table as the source of a reproduction prints it, for the page to show beside ours.</summary>
public sealed record PublishedTable
{
    /// <summary>What it is, and what of it is to be expected here.</summary>
    public string Title { get; init; } = "";

    /// <summary>The heads of its columns, the first being that of the rows' names.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Its rows, each as long as <see cref="Columns"/>.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];

    /// <summary>Checks it.</summary>
    /// <exception cref="InputException">A row is not as long as the head.</exception>
    internal void Check()
    {
        foreach (var row in Rows.Where(row => row.Count != Columns.Count))
        {
            throw new InputException(
                "published.rows", $"[{string.Join(", ", row)}]", $"{Columns.Count} cells, as published.columns has", "correct the row");
        }
    }
}
