namespace Panoptes.Experiments.Progress;

/// <summary>What the progress line tells about a training.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Loss">Mean total loss of the last steps.</param>
/// <param name="LearningRate">Highest learning rate of the parameter groups.</param>
/// <param name="ImagesPerSecond">Images a second over the last steps.</param>
/// <param name="DataWait">Share of the time that was spent waiting for data, 0 to 1.</param>
/// <param name="MemoryMib">Resident memory of the process in MiB.</param>
/// <param name="DeviceMemoryMib">Memory held on the device in MiB, where there is one.</param>
/// <param name="Remaining">Time until the last step at the present pace, evaluations not counted; null where it is not known.</param>
public sealed record ProgressState(
    long Step,
    long Steps,
    double Loss,
    double LearningRate,
    double ImagesPerSecond,
    double DataWait,
    double MemoryMib,
    double? DeviceMemoryMib,
    TimeSpan? Remaining);
