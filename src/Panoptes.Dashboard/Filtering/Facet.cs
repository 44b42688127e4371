namespace Panoptes.Dashboard.Filtering;

/// <summary>A value that runs or samples can be told apart by.</summary>
/// <param name="Value">The value.</param>
/// <param name="Count">How many have it.</param>
internal sealed record Facet(string Value, int Count);
