namespace Panoptes.Dashboard.Browsing.Samples;

/// <summary>A value that samples can be chosen by.</summary>
/// <param name="Value">The value.</param>
/// <param name="Count">How many samples have it.</param>
internal sealed record Facet(string Value, int Count);
