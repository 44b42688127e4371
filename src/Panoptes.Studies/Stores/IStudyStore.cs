namespace Panoptes.Studies.Stores;

/// <summary>
/// An index of a study's cells for those who list, filter and query them. What the folders hold is the truth; a store can always be made
/// again from them. Where it cannot be reached for a while, members wait and try again.
/// </summary>
public interface IStudyStore : IDisposable
{
    /// <summary>Where it is, for messages; without a password.</summary>
    string Shown { get; }

    /// <summary>
    /// Writes rows of cells, in one transaction. A row of a smaller fencing token than the one that is there never replaces it.
    /// </summary>
    void Write(IReadOnlyList<CellRow> cells);

    /// <summary>Replaces the numbers of an attempt.</summary>
    void Write(string cell, long attempt, IReadOnlyList<EvaluationRow> evaluations);

    /// <summary>All cells, in the order of the matrix: data, model, recipe, seed.</summary>
    IReadOnlyList<CellRow> Cells();

    /// <summary>The numbers of one cell, or of all where null, in the order of steps.</summary>
    IReadOnlyList<EvaluationRow> Evaluations(string? cell);

    /// <summary>Forgets cells by id.</summary>
    void Remove(IReadOnlyList<string> cells);

    /// <summary>Answers a question in SQL that cannot change anything, row by row.</summary>
    /// <param name="sql">One SELECT.</param>
    /// <exception cref="Foundation.InputException">It is no question, or the database refuses it; says why.</exception>
    QueryResult Query(string sql);
}
