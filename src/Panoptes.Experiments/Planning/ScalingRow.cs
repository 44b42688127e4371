namespace Panoptes.Experiments.Planning;

/// <summary>A number of devices in a table of a plan.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Images">Images of all devices in a step, those of all its forward passes.</param>
/// <param name="Efficiency">Images a second and device, as a share of those of one device alone.</param>
/// <param name="PeakBytes">Bytes in tensors of each device, at most.</param>
/// <param name="IsMeasured">Whether steps with as many images a device were measured, or lie on a line through those that were.</param>
public sealed record ScalingRow(PlannedStep Step, int Images, double Efficiency, double PeakBytes, bool IsMeasured)
{
    /// <summary>Images of all devices a second.</summary>
    public double ImagesPerSecond => Images / Step.Seconds;
}
