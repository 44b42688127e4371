using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>What carries cells out, and with what resources.</summary>
public sealed record LauncherConfig
{
    private const int MostProcesses = 256;

    /// <summary>What carries them out.</summary>
    public LauncherKind Kind { get; init; }

    /// <summary>
    /// Processes that train one cell together on one machine, 1 to 256. Cores and GPUs are asked for each; the cell starts them by itself.
    /// </summary>
    public int Processes { get; init; } = 1;

    /// <summary>The folder that cells run in; empty for the one they are submitted from.</summary>
    public string Workdir { get; init; } = "";

    /// <summary>Lines of bash before a cell, such as <c>module load cuda</c>.</summary>
    public IReadOnlyList<string> Setup { get; init; } = [];

    /// <summary>How cells share this machine.</summary>
    public LocalConfig Local { get; init; } = new();

    /// <summary>What is asked of Slurm.</summary>
    public SlurmConfig Slurm { get; init; } = new();

    /// <summary>What is asked of LSF.</summary>
    public LsfConfig Lsf { get; init; } = new();

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A setting is out of range, or does not fit another one.</exception>
    public void Validate()
    {
        Require.Within("launcher.processes", Processes, 1, MostProcesses);
        OptionLines.Check("launcher.workdir", Workdir);
        Local.Validate(Processes);
        Slurm.Validate();
        Lsf.Validate();
    }

    /// <summary>Makes the launcher.</summary>
    /// <param name="folder">The folder below which each submission to a scheduler gets one; its machines see it there, too.</param>
    /// <param name="step">Steps that a cell has done, by its id, as for <see cref="LocalPool"/>.</param>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public ILauncher Make(string folder, Func<string, long> step) => Kind switch
    {
        LauncherKind.Slurm => new SlurmLauncher(this, folder),
        LauncherKind.Lsf => new LsfLauncher(this, folder),
        LauncherKind.DryRun => new DryRunLauncher(this, folder),
        _ => new LocalLauncher(this, step),
    };

    /// <summary>The folder that cells run in, as a full path.</summary>
    internal string FullWorkdir() => Path.GetFullPath(Workdir.Length > 0 ? Workdir : ".");
}
