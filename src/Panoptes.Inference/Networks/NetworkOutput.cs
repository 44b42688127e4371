namespace Panoptes.Inference.Networks;

/// <summary>One output of a network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its sizes, outermost first.</param>
/// <param name="Values">Its numbers in row-major order.</param>
public sealed record NetworkOutput(string Name, IReadOnlyList<int> Shape, float[] Values);
