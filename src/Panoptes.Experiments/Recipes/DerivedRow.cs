namespace Panoptes.Experiments.Recipes;

/// <summary>A number that follows from the settings, in each column; <c>-</c> where it is not known.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Reference">In the reference; null where there is no reference.</param>
/// <param name="A">In the first configuration.</param>
/// <param name="B">In the second.</param>
public sealed record DerivedRow(string Name, string? Reference, string A, string B);
