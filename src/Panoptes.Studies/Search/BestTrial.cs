namespace Panoptes.Studies.Search;

/// <summary>The best trial of a search so far.</summary>
/// <param name="Trial">It, with its settings.</param>
/// <param name="Rung">The rung that it is judged on: the highest on which anything is done.</param>
/// <param name="Steps">That rung's steps; null where there are no rungs.</param>
/// <param name="Metric">Its number there.</param>
/// <param name="Rivals">How many trials are done on that rung; the best of a few says little of the others.</param>
public sealed record BestTrial(Trial Trial, int Rung, long? Steps, double Metric, int Rivals);
