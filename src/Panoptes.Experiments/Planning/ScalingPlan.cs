namespace Panoptes.Experiments.Planning;

/// <summary>Step times of many numbers of devices, from what one was measured to take.</summary>
/// <param name="curve">What one computes.</param>
/// <param name="traffic">What devices tell each other.</param>
/// <param name="link">What connects them.</param>
public sealed class ScalingPlan(ShareCurve curve, StepTraffic traffic, Link link)
{
    /// <summary>The numbers of devices that a plan looks at.</summary>
    public static IReadOnlyList<int> Usual { get; } = [1, 2, 4, 8, 16, 32, 64];

    /// <summary>A batch shared among ever more devices; numbers that do not divide it are left out.</summary>
    /// <param name="batch">Images of all devices in a forward pass: <c>train.batch_size</c>.</param>
    /// <param name="devices">Numbers of devices.</param>
    public IReadOnlyList<ScalingRow> Strong(int batch, IEnumerable<int> devices) =>
        [.. devices.Where(count => count <= batch && batch % count == 0).Select(count => Row(count, batch / count, One(batch)))];

    /// <summary>As many images for each device, however many there are.</summary>
    /// <param name="each">Images of each device in a forward pass.</param>
    /// <param name="devices">Numbers of devices.</param>
    public IReadOnlyList<ScalingRow> Weak(int each, IEnumerable<int> devices) => [.. devices.Select(count => Row(count, each, One(each)))];

    // Images a second of one device.
    private double One(int images) => images / curve.Compute(images).Total;

    private ScalingRow Row(int devices, int each, double one)
    {
        var step = PlannedStep.Of(devices, each, curve.Compute(each), traffic, link);

        // Gradients lie in buckets from the first step on, also where one device would have forgotten them.
        var peak = curve.Peak(each) + (devices > 1 ? traffic.GradientBytes : 0);
        return new ScalingRow(
            step, devices * each * traffic.BackwardPasses, devices * each / step.Seconds / (devices * one), peak, curve.IsMeasured(each));
    }
}
