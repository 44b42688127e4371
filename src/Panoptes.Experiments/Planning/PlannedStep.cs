namespace Panoptes.Experiments.Planning;

/// <summary>A step of several devices, as computed from what one was measured to take.</summary>
/// <param name="Devices">How many, each with a process.</param>
/// <param name="ImagesEach">Images of a forward pass of each.</param>
/// <param name="Seconds">The step.</param>
/// <param name="ComputeSeconds">What each computes in it; the rest waits for others.</param>
public sealed record PlannedStep(int Devices, int ImagesEach, double Seconds, double ComputeSeconds)
{
    /// <summary>Seconds of the step in which a device waits for what others send.</summary>
    public double WaitSeconds => Seconds - ComputeSeconds;

    /// <summary>The step of some devices.</summary>
    /// <param name="devices">How many, at least 1.</param>
    /// <param name="imagesEach">Images of a forward pass of each.</param>
    /// <param name="compute">What one computes with as many images.</param>
    /// <param name="traffic">What they tell each other.</param>
    /// <param name="link">What connects them.</param>
    public static PlannedStep Of(int devices, int imagesEach, ComputeTime compute, StepTraffic traffic, Link link)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(devices, 1);
        ArgumentNullException.ThrowIfNull(traffic);
        ArgumentNullException.ThrowIfNull(link);
        var normalizing = traffic.Backward(link, devices);
        var last = normalizing / traffic.BackwardPasses;
        var seconds = compute.Before + traffic.Forward(link, devices) + (normalizing - last)
            + Overlap.Seconds(compute.Backward + last, traffic.Buckets, bytes => link.Sum(devices, bytes))
            + compute.After + traffic.Agreements(link, devices);
        return new PlannedStep(devices, imagesEach, seconds, compute.Total);
    }
}
