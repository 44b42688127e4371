namespace Panoptes.Studies.Launchers;

/// <summary>What carries cells out: this machine, a scheduler, or nobody (dry run).</summary>
public interface ILauncher
{
    /// <summary>Its name: <c>local</c>, <c>slurm</c>, <c>lsf</c>, <c>dry_run</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Gives cells to it. One that is refused takes none of the others down: it is left out of the answer, and said.
    /// </summary>
    /// <param name="requests">The cells.</param>
    /// <param name="say">Told what should be known, a line each.</param>
    /// <returns>Those that were accepted.</returns>
    /// <exception cref="Foundation.InputException">The scheduler cannot be reached, or refuses all; says what it said.</exception>
    IReadOnlyList<SubmittedJob> Submit(IReadOnlyList<JobRequest> requests, Action<string> say);

    /// <summary>What the scheduler says of jobs; a job that it does not know is <see cref="JobPhase.Unknown"/>.</summary>
    IReadOnlyList<JobState> Ask(IReadOnlyList<string> jobs);

    /// <summary>Ends jobs.</summary>
    void Cancel(IReadOnlyList<string> jobs);
}
