namespace Panoptes.Studies.Linting.Reading;

/// <summary>A sentence, a point of a list, or a heading.</summary>
/// <param name="Line">The line that it begins on.</param>
/// <param name="Text">As a reader sees it.</param>
/// <param name="Context">What stands above it, nearest first: points that it is below of, then headings to the title.</param>
/// <param name="IsHeading">Whether it is a heading.</param>
internal sealed record TextUnit(int Line, string Text, IReadOnlyList<string> Context, bool IsHeading)
{
    /// <summary>The text and what stands above it, for words that qualify all of it.</summary>
    public string WithContext => $"{Text}\n{string.Join('\n', Context)}";
}
