namespace Panoptes.Experiments.Planning;

/// <summary>What of a device's memory does not depend on the images, in bytes of tensors.</summary>
/// <param name="Weights">Parameters and running statistics.</param>
/// <param name="Optimizer">What the update rule remembers.</param>
/// <param name="Buckets">The gradients, which lie in buckets.</param>
public sealed record DeviceMemory(long Weights, long Optimizer, long Buckets)
{
    /// <summary>The rest of a peak, of one device of several: activations, batches, workspaces.</summary>
    /// <param name="peak">Bytes in tensors at most, with buckets.</param>
    public double Activations(double peak) => Math.Max(0, peak - Weights - Optimizer - Buckets);
}
