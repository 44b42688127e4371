using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>Shows what would be submitted, scripts included, and submits nothing.</summary>
public sealed class DryRunLauncher : ILauncher
{
    private readonly LauncherConfig config;
    private readonly string folder;

    /// <summary>Makes one.</summary>
    /// <param name="config">
    /// What would be used: its kind says whose script is shown. Where it is <see cref="LauncherKind.DryRun"/>, commands are shown
    /// alone.
    /// </param>
    /// <param name="folder">The folder below which each submission would get one.</param>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public DryRunLauncher(LauncherConfig config, string folder)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        (this.config, this.folder) = (config, folder);
    }

    /// <inheritdoc/>
    public string Name => "dry_run";

    /// <inheritdoc/>
    public IReadOnlyList<SubmittedJob> Submit(IReadOnlyList<JobRequest> requests, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(say);
        switch (config.Kind)
        {
            case LauncherKind.Slurm:
                Show("slurm", "sbatch --parsable job.sh", config.Slurm.ArraySize, SlurmScript.Write);
                break;
            case LauncherKind.Lsf:
                Show("lsf", "bsub < job.sh", config.Lsf.ArraySize, LsfScript.Write);
                break;
            case LauncherKind.Local:
                say($"{requests.Count} cells through {config.Local.Slots} slots of this machine:");
                ShowCommands();
                break;
            case LauncherKind.DryRun:
                ShowCommands();
                break;
            default:
                throw new InvalidOperationException($"no such launcher: {config.Kind}");
        }

        return [];

        void Show(string scheduler, string command, int size, Func<LauncherConfig, string, IReadOnlyList<JobRequest>, string> write)
        {
            foreach (var cells in requests.Chunk(size))
            {
                var place = JobFolder.Shown(folder, scheduler);
                say($"would run: {command}, in {place.FullPath}");
                Lines("job.sh:\n" + write(config, place.FullPath, cells));
                Lines("cells.tsv:\n" + JobFolder.Table(cells));
            }
        }

        void ShowCommands()
        {
            foreach (var request in requests)
            {
                say($"{request.Name}: {ShellText.Join([request.Command.Program, .. request.Command.Arguments])}");
            }
        }

        void Lines(string text)
        {
            foreach (var line in text.TrimEnd('\n').Split('\n'))
            {
                say(line);
            }
        }
    }

    /// <summary>Nothing was submitted, so that no job is known.</summary>
    public IReadOnlyList<JobState> Ask(IReadOnlyList<string> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        return [.. jobs.Select(job => new JobState(job, JobPhase.Unknown, "", "nothing is submitted in a dry run"))];
    }

    /// <summary>Nothing was submitted, so that there is nothing to end.</summary>
    public void Cancel(IReadOnlyList<string> jobs)
    {
    }
}
