namespace Panoptes.Experiments.Planning;

/// <summary>Gradients that are sent at once.</summary>
/// <param name="Bytes">Their size.</param>
/// <param name="Parameters">Places of their parameters, in the order in which a backward pass is taken to reach them.</param>
public sealed record GradientBucket(long Bytes, IReadOnlyList<int> Parameters);
