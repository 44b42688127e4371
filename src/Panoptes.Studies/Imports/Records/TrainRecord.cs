namespace Panoptes.Studies.Imports.Records;

/// <summary>What a log says of the steps since the line before.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="StepSeconds">Seconds of one step; null where it does not say.</param>
/// <param name="Rate">Learning rate; null where it does not say.</param>
/// <param name="MemoryMib">Device memory in MiB; null where it does not say.</param>
/// <param name="IsFinite">Whether the loss was a number.</param>
internal sealed record TrainRecord(long Step, double? StepSeconds, double? Rate, double? MemoryMib, bool IsFinite);
