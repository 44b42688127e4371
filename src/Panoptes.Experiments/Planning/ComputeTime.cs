namespace Panoptes.Experiments.Planning;

/// <summary>What one process computes in a step, in seconds; waiting for images is not in it.</summary>
/// <param name="Before">All before the last backward pass: forward, losses, earlier passes where several make a step.</param>
/// <param name="Backward">The last backward pass, with which communication overlaps.</param>
/// <param name="After">The update and the rest.</param>
public readonly record struct ComputeTime(double Before, double Backward, double After)
{
    /// <summary>All of it.</summary>
    public double Total => Before + Backward + After;
}
