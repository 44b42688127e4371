namespace Panoptes.Studies.Search;

/// <summary>A trial in the table of a search.</summary>
/// <param name="Trial">It, with its settings.</param>
/// <param name="Rung">The highest rung that it is done on; where it is done on none, the highest that it is on.</param>
/// <param name="Steps">That rung's steps; null where there are no rungs.</param>
/// <param name="State">How far it is there.</param>
/// <param name="Metric">Its number there; null where it has none.</param>
public sealed record SearchRow(Trial Trial, int Rung, long? Steps, RungState State, double? Metric);
