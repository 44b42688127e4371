namespace Panoptes.Studies.Statuses;

/// <summary>Why a cell failed.</summary>
public enum FailureKind
{
    /// <summary>Nobody knows.</summary>
    Unknown,

    /// <summary>Memory of the machine or the device ran out.</summary>
    OutOfMemory,

    /// <summary>The loss was not finite.</summary>
    NotANumber,

    /// <summary>The data cannot be used.</summary>
    Data,

    /// <summary>The configuration cannot be used.</summary>
    Config,

    /// <summary>The machine, its disk or the scheduler failed.</summary>
    Infrastructure,
}
