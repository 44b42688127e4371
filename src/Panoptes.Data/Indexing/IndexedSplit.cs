using Panoptes.Data.Samples;

namespace Panoptes.Data.Indexing;

/// <summary>A split of an index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dataset">Its samples.</param>
public sealed record IndexedSplit(string Name, IDataset Dataset);
