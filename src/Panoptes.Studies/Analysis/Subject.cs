namespace Panoptes.Studies.Analysis;

/// <summary>What recipes are compared on.</summary>
/// <param name="Data">The name of the data.</param>
/// <param name="Model">The name of the model.</param>
public sealed record Subject(string Data, string Model);
