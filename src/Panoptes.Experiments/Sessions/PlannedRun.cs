using Panoptes.Experiments.Planning;

namespace Panoptes.Experiments.Sessions;

/// <summary>A configuration as it was measured on one process, to be reckoned with for several.</summary>
/// <param name="Curve">Steps with some numbers of images.</param>
/// <param name="Traffic">What processes would tell each other.</param>
/// <param name="Memory">What memory does not depend on the images.</param>
/// <param name="Parameters">Numbers that learn.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Device">Where it was measured.</param>
/// <param name="Threads">Threads of the tensor engine.</param>
/// <param name="Notes">What should be known of these numbers, a line each.</param>
public sealed record PlannedRun(
    ShareCurve Curve, StepTraffic Traffic, DeviceMemory Memory, long Parameters, string Model, string Device, int Threads,
    IReadOnlyList<string> Notes);
