namespace Panoptes.Studies.Stores;

/// <summary>What a question was answered with.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows: numbers, texts, times, or null.</param>
public sealed record QueryResult(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
