namespace Panoptes.Experiments.Launching;

/// <summary>How the processes of a training know their launcher.</summary>
public static class LauncherProcess
{
    /// <summary>The environment variable with the number of the launcher's process: where that is gone, they are to end, too.</summary>
    public const string Variable = "PANOPTES_LAUNCHER_PID";
}
