using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>
/// Gives cells to Slurm: an array where there are several. Each submission has a folder of its own with the script, the table of cells and
/// what sbatch said.
/// </summary>
public sealed partial class SlurmLauncher : ILauncher
{
    private readonly LauncherConfig config;
    private readonly string folder;
    private readonly SchedulerPrograms programs;

    /// <summary>Makes one.</summary>
    /// <param name="config">Resources.</param>
    /// <param name="folder">The folder below which each submission gets one; nodes have to see it under the same path.</param>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public SlurmLauncher(LauncherConfig config, string folder)
        : this(config, folder, SchedulerPrograms.OfThisProcess("Slurm"))
    {
    }

    internal SlurmLauncher(LauncherConfig config, string folder, SchedulerPrograms programs)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        (this.config, this.folder, this.programs) = (config, Path.GetFullPath(folder), programs);
    }

    /// <inheritdoc/>
    public string Name => "slurm";

    /// <inheritdoc/>
    public IReadOnlyList<SubmittedJob> Submit(IReadOnlyList<JobRequest> requests, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(say);
        var accepted = new Submission(config.Slurm.ArraySize, cells => Submit(cells), say).Run(requests, "sbatch");
        return [.. accepted.Select(one => new SubmittedJob(one.Request.Cell, Name, one.Job))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<JobState> Ask(IReadOnlyList<string> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var successors = JobFolder.Successors(folder, Name);
        var newest = jobs.Select(job => JobFolder.Newest(job, successors)).ToList();
        var states = new SlurmQuestion(programs).Ask([.. newest.Distinct()]);
        return [.. jobs.Zip(newest, (job, now) => states[now] with { Job = job })];
    }

    /// <inheritdoc/>
    public void Cancel(IReadOnlyList<string> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var successors = JobFolder.Successors(folder, Name);
        foreach (var batch in jobs.Select(job => JobFolder.Newest(job, successors)).Distinct().Chunk(SlurmQuestion.Batch))
        {
            // One that has ended meanwhile is no error.
            var answer = programs.Run("scancel", ["--quiet", .. batch]);
            Require.That(
                answer.Code == 0 || answer.Error.Contains("Invalid job id", StringComparison.Ordinal), "scancel", answer.Said,
                "that the jobs end", "see whether they are yours and whether Slurm can be reached");
        }
    }

    private (IReadOnlyList<string> Jobs, string Said) Submit(IReadOnlyList<JobRequest> cells)
    {
        var place = JobFolder.Make(folder, Name);
        place.Write(SlurmScript.Write(config, place.FullPath, cells), cells);
        string[] arguments = ["--parsable", place.ScriptPath];
        var answer = programs.Run("sbatch", arguments);
        place.Keep("sbatch", arguments, answer);

        // With --parsable, a number, and behind a semicolon the cluster where there are several; warnings may stand above it.
        var number = answer.Code == 0 ? Number().Matches(answer.Output).LastOrDefault()?.Groups[1].Value : null;
        return number is null
            ? ([], $"{(answer.Said.Length > 0 ? answer.Said : $"exit code {answer.Code}")} (see {place.FullPath}/submit.log)")
            : ([.. Enumerable.Range(1, cells.Count).Select(task => cells.Count > 1 ? $"{number}_{task}" : number)], "");
    }

    [GeneratedRegex(@"^(\d+)(?:;\S*)?\s*$", RegexOptions.Multiline)]
    private static partial Regex Number();
}
