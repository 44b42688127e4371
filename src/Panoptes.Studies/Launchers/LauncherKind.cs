namespace Panoptes.Studies.Launchers;

/// <summary>What carries cells out.</summary>
public enum LauncherKind
{
    /// <summary>This machine.</summary>
    Local,

    /// <summary>Slurm.</summary>
    Slurm,

    /// <summary>IBM Spectrum LSF.</summary>
    Lsf,

    /// <summary>Nobody: what would be done is shown.</summary>
    DryRun,
}
