namespace Panoptes.Data.Splits;

/// <summary>A name that a list of samples holds.</summary>
/// <param name="Text">The name as it is written.</param>
/// <param name="Where">File and line, or JSON path.</param>
public sealed record ListedSample(string Text, string Where);

/// <summary>A list of samples that a file names, not yet held against a data set.</summary>
/// <param name="File">The file.</param>
/// <param name="Samples">What it names, in its order.</param>
public sealed record SampleList(string File, IReadOnlyList<ListedSample> Samples);
