namespace Panoptes.Experiments.Planning;

/// <summary>Steps of one process with a number of images.</summary>
/// <param name="Images">How many images a forward pass has.</param>
/// <param name="Compute">The median step.</param>
/// <param name="DataWait">The share of the steps' time that was waited for images, 0 to 1.</param>
/// <param name="PeakBytes">Bytes in tensors at most, on the device that trains.</param>
public sealed record MeasuredShare(int Images, ComputeTime Compute, double DataWait, double PeakBytes);
