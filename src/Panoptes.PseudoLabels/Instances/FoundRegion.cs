namespace Panoptes.PseudoLabels.Instances;

/// <summary>An instance by its pixels.</summary>
/// <param name="Class">Its class; 0 where it has none yet.</param>
/// <param name="Pixels">Places of its pixels, row by row, ascending; at least one.</param>
public sealed record FoundRegion(int Class, IReadOnlyList<int> Pixels);
