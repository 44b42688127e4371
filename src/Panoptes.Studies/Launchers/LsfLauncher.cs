using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>
/// Gives cells to IBM Spectrum LSF: an array where there are several. Each submission has a folder of its own with the script, the table of
/// cells and what bsub said.
/// </summary>
public sealed partial class LsfLauncher : ILauncher
{
    private const int Batch = 200;
    private const string Format = "jobid jobindex stat exit_code exit_reason pend_reason delimiter='|'";
    private const int Fields = 6;
    private readonly LauncherConfig config;
    private readonly string folder;
    private readonly SchedulerPrograms programs;

    /// <summary>Makes one.</summary>
    /// <param name="config">Resources.</param>
    /// <param name="folder">The folder below which each submission gets one; hosts have to see it under the same path.</param>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public LsfLauncher(LauncherConfig config, string folder)
        : this(config, folder, SchedulerPrograms.OfThisProcess("LSF"))
    {
    }

    internal LsfLauncher(LauncherConfig config, string folder, SchedulerPrograms programs)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        (this.config, this.folder, this.programs) = (config, Path.GetFullPath(folder), programs);
    }

    /// <inheritdoc/>
    public string Name => "lsf";

    /// <inheritdoc/>
    public IReadOnlyList<SubmittedJob> Submit(IReadOnlyList<JobRequest> requests, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(say);
        var accepted = new Submission(config.Lsf.ArraySize, cells => Submit(cells), say).Run(requests, "bsub");
        return [.. accepted.Select(one => new SubmittedJob(one.Request.Cell, Name, one.Job))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<JobState> Ask(IReadOnlyList<string> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var successors = JobFolder.Successors(folder, Name);
        var newest = jobs.Select(job => JobFolder.Newest(job, successors)).ToList();
        var states = new Dictionary<string, JobState>(StringComparer.Ordinal);
        var silence = "";
        foreach (var masters in newest.Select(JobIds.Master).Distinct(StringComparer.Ordinal).Chunk(Batch))
        {
            // Its exit code is not 0 as soon as it does not know one of them.
            var answer = programs.Run("bjobs", ["-a", "-noheader", "-o", Format, .. masters]);
            if (answer.Code != 0 && !answer.Error.Contains("is not found", StringComparison.Ordinal))
            {
                silence = $"bjobs: {answer.Said}";
            }

            foreach (var fields in answer.Output.Split('\n').Select(line => line.Trim().Split('|', Fields)))
            {
                if (fields.Length == Fields)
                {
                    var job = fields[1] is "-" or "0" ? fields[0] : $"{fields[0]}[{fields[1]}]";
                    states[job] = LsfStates.Read(job, fields[2], fields[3], fields[4], fields[5]);
                }
            }
        }

        return
        [
            .. jobs.Zip(newest, (job, now) =>
                (states.GetValueOrDefault(now) ?? new JobState(job, JobPhase.Unknown, "", silence)) with { Job = job }),
        ];
    }

    /// <inheritdoc/>
    public void Cancel(IReadOnlyList<string> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var successors = JobFolder.Successors(folder, Name);
        foreach (var batch in jobs.Select(job => JobFolder.Newest(job, successors)).Distinct().Chunk(Batch))
        {
            // One that has ended meanwhile is no error.
            var answer = programs.Run("bkill", batch);
            var refused = answer.Said.Contains("already finished", StringComparison.Ordinal)
                || answer.Said.Contains("No matching job", StringComparison.Ordinal)
                || answer.Said.Contains("is not found", StringComparison.Ordinal);
            Require.That(
                answer.Code == 0 || refused, "bkill", answer.Said, "that the jobs end",
                "see whether they are yours and whether LSF can be reached");
        }
    }

    private (IReadOnlyList<string> Jobs, string Said) Submit(IReadOnlyList<JobRequest> cells)
    {
        var place = JobFolder.Make(folder, Name);
        place.Write(LsfScript.Write(config, place.FullPath, cells), cells);
        var answer = programs.Run("bsub", [], place.ScriptPath);
        place.Keep("bsub", ["<", place.ScriptPath], answer);
        var match = Submitted().Match(answer.Output);
        var number = answer.Code == 0 && match.Success ? match.Groups[1].Value : null;
        return number is null
            ? ([], $"{(answer.Said.Length > 0 ? answer.Said : $"exit code {answer.Code}")} (see {place.FullPath}/submit.log)")
            : ([.. Enumerable.Range(1, cells.Count).Select(task => cells.Count > 1 ? $"{number}[{task}]" : number)], "");
    }

    [GeneratedRegex(@"Job <(\d+)> is submitted")]
    private static partial Regex Submitted();
}
