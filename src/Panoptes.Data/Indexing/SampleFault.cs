namespace Panoptes.Data.Indexing;

/// <summary>What is wrong with a sample by itself.</summary>
/// <param name="Kind">What sort of thing, such as <c>unreadable image</c>.</param>
/// <param name="Message">One line: the file below the data set's folder, what was found, what was expected, what to do.</param>
public sealed record SampleFault(string Kind, string Message);
