namespace Panoptes.Data.Checking;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Worth a look; training works.</summary>
    Warning,

    /// <summary>Training would stop here, or learn something wrong.</summary>
    Error,
}
