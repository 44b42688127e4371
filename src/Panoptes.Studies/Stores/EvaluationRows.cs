namespace Panoptes.Studies.Stores;

/// <summary>What holds of the rows that are written together.</summary>
internal static class EvaluationRows
{
    /// <summary>All must be of the cell and the attempt that they are written for.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void Check(string cell, long attempt, IReadOnlyList<EvaluationRow> rows)
    {
        if (rows.FirstOrDefault(row => row.Cell != cell || row.Attempt != attempt) is { } other)
        {
            throw new ArgumentException(
                $"a row of {other.Cell}, attempt {other.Attempt}, among those of {cell}, attempt {attempt}", nameof(rows));
        }
    }
}
