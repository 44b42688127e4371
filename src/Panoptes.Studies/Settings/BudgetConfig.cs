using Panoptes.Foundation;

namespace Panoptes.Studies.Settings;

/// <summary>What a study may cost. A plan that is expected to cost more is refused before anything starts.</summary>
public sealed record BudgetConfig
{
    /// <summary>Cells at most; null for any number.</summary>
    public int? Cells { get; init; }

    /// <summary>
    /// Hours of devices at most, of all cells together; null for any number. Cells whose cost nobody knows count as nothing.
    /// </summary>
    public double? DeviceHours { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public void Validate()
    {
        Require.That(Cells is null or >= 1, "budget.cells", Cells, "at least 1", "change budget.cells, or leave it out");
        Require.That(
            DeviceHours is null or > 0, "budget.device_hours", DeviceHours, "above 0", "change budget.device_hours, or leave it out");
    }
}
