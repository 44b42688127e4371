namespace Panoptes.Data.Findings;

/// <summary>Something to know of a sample.</summary>
/// <param name="Kind">What sort of thing: one of <see cref="FindingKinds"/> or <see cref="Indexing.FaultKinds"/>.</param>
/// <param name="Message">It in one line.</param>
/// <param name="Other">The other sample that it is about, by its place in the index; null for none.</param>
public sealed record SampleFinding(string Kind, string Message, int? Other = null);
