namespace Panoptes.Studies.Analysis.Trends;

/// <summary>A value that was tried: a recipe with at least one completed seed.</summary>
/// <param name="Over">The value of the setting, above 0.</param>
/// <param name="Result">What the recipe gave.</param>
public sealed record TrendPoint(double Over, RecipeResult Result);
