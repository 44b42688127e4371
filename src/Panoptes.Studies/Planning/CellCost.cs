namespace Panoptes.Studies.Planning;

/// <summary>What a cell is expected to cost.</summary>
/// <param name="SecondsPerStep">Seconds of one update; null where nobody knows.</param>
/// <param name="MemoryMib">Memory of one device in MiB; null where nobody knows.</param>
/// <param name="IsHostMemory">Whether that is memory of the host; else of a GPU.</param>
/// <param name="Source">Where that comes from: <c>measured cells</c>, <c>probe</c>, or empty.</param>
public sealed record CellCost(double? SecondsPerStep, double? MemoryMib, bool IsHostMemory, string Source)
{
    /// <summary>A cost that nobody knows.</summary>
    public static CellCost Unknown { get; } = new(null, null, false, "");

    /// <summary>Hours of all devices that a number of steps takes; null where nobody knows.</summary>
    /// <param name="steps">Steps to go.</param>
    /// <param name="devices">Devices that train it together.</param>
    public double? DeviceHours(long steps, int devices) => SecondsPerStep * steps * devices / 3600;
}
