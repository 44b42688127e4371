namespace Panoptes.Experiments.Configuration;

/// <summary>Where a setting was written: a file and a line, or an override of the command line.</summary>
/// <param name="Source">The file as the user named it, or <c>override 'key=value'</c>, or <c>default</c>.</param>
/// <param name="Line">Line in the file, from 1; 0 where there is none.</param>
public readonly record struct SourcePosition(string Source, int Line = 0)
{
    /// <summary><c>file:line</c>, or the source alone.</summary>
    public override string ToString() => Line > 0 ? $"{Source}:{Line}" : Source;
}
