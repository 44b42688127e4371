using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// What is wrong with a data set's index. Training stops at the first problem; a check collects them all and goes on with
/// what fits.
/// </summary>
internal sealed class DatasetProblems
{
    private readonly List<InputException>? collected;

    private DatasetProblems(List<InputException>? collected) => this.collected = collected;

    /// <summary>Throws the first problem.</summary>
    public static DatasetProblems Throwing { get; } = new(null);

    /// <summary>All problems so far; empty where they are thrown.</summary>
    public IReadOnlyList<InputException> All => collected ?? [];

    /// <summary>Whether problems are collected one by one, rather than summed up in one error.</summary>
    public bool IsCollecting => collected is not null;

    /// <summary>Collects problems.</summary>
    public static DatasetProblems Collecting() => new([]);

    /// <summary>Throws or collects a problem.</summary>
    public void Report(InputException problem)
    {
        if (collected is null)
        {
            throw problem;
        }

        collected.Add(problem);
    }
}
