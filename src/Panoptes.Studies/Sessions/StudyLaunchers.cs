using Panoptes.Foundation;
using Panoptes.Studies.Launchers;

namespace Panoptes.Studies.Sessions;

/// <summary>The launchers of a study.</summary>
public static class StudyLaunchers
{
    /// <summary>A launcher that works on without this process; null for this machine, where cells run in the foreground.</summary>
    /// <param name="config">Which, and how.</param>
    /// <param name="folder">Where it keeps scripts and logs.</param>
    /// <exception cref="InputException">The scheduler's programs are not there.</exception>
    public static ILauncher? Of(LauncherConfig config, string folder)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Kind == LauncherKind.Local ? null : config.Make(folder, _ => 0);
    }

    /// <summary>Whom to ask about a study's jobs from this machine; null where there is no scheduler here.</summary>
    public static ILauncher? ToAsk(StudyContext study)
    {
        ArgumentNullException.ThrowIfNull(study);
        try
        {
            return study.Config.Launcher.Kind is LauncherKind.Slurm or LauncherKind.Lsf
                ? Of(study.Config.Launcher, study.Folder.Jobs)
                : null;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
