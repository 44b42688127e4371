namespace Panoptes.Data.Checking;

/// <summary>One thing that a check found.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Kind">What sort of thing: <c>unreadable image</c>, <c>id not in table</c>, <c>duplicate</c>, ...</param>
/// <param name="Split">The split it is in.</param>
/// <param name="Source">The file, with JSON path where it has one.</param>
/// <param name="Message">One line: source, what was found, what was expected, what to do.</param>
public sealed record DataFinding(FindingSeverity Severity, string Kind, string Split, string Source, string Message)
{
    /// <summary>The line that is printed.</summary>
    public override string ToString() => $"{(Severity == FindingSeverity.Error ? "error" : "warning")} [{Kind}] {Message}";
}
