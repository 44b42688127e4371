namespace Panoptes.Studies.Linting.Reading;

/// <summary>A report in its parts.</summary>
/// <param name="Lines">All lines.</param>
/// <param name="Tables">Its tables.</param>
/// <param name="Units">Its sentences, points and headings, in order.</param>
/// <param name="Code">Numbers of lines in blocks of code.</param>
internal sealed record MarkdownDocument(
    IReadOnlyList<ReportLine> Lines, IReadOnlyList<PipeTable> Tables, IReadOnlyList<TextUnit> Units, IReadOnlySet<int> Code)
{
    /// <summary>A line's text with mended encoding.</summary>
    public string Text(int line) => Lines[line - 1].Text;
}
