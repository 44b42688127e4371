using System.Text.RegularExpressions;

namespace Panoptes.Studies.Launchers;

/// <summary>
/// Asks Slurm about jobs: the queue (squeue), then its accounting (sacct), which a cluster may not have, then the controller's own memory
/// of jobs that have ended (scontrol). What none of them knows stays unknown.
/// </summary>
internal sealed partial class SlurmQuestion(SchedulerPrograms programs)
{
    /// <summary>How many jobs are asked about at once: a command line is not endless.</summary>
    public const int Batch = 200;

    private readonly Dictionary<string, JobState> states = new(StringComparer.Ordinal);
    private string silence = "";

    /// <summary>The states of jobs, by number.</summary>
    public IReadOnlyDictionary<string, JobState> Ask(IReadOnlyList<string> jobs)
    {
        foreach (var batch in Masters(jobs).Chunk(Batch))
        {
            Queue(batch);
        }

        var left = Left(jobs);
        if (left.Count > 0 && programs.Find("sacct") is not null)
        {
            foreach (var batch in Masters(left).Chunk(Batch))
            {
                Accounting(batch);
            }
        }

        foreach (var master in Masters(Left(jobs)))
        {
            Controller(master);
        }

        return jobs.ToDictionary(
            job => job, job => states.GetValueOrDefault(job) ?? new JobState(job, JobPhase.Unknown, "", silence), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Masters(IEnumerable<string> jobs) => jobs.Select(JobIds.Master).Distinct(StringComparer.Ordinal);

    private List<string> Left(IReadOnlyList<string> jobs) => [.. jobs.Where(job => !states.ContainsKey(job))];

    // Those that have not ended: where a number is not known to it, squeue refuses the question if it is the only one.
    private void Queue(string[] masters)
    {
        var answer = programs.Run("squeue", ["--noheader", "--array", "--format=%i|%t|%r", $"--jobs={string.Join(',', masters)}"]);
        if (answer.Code != 0 && !answer.Error.Contains("Invalid job id", StringComparison.Ordinal))
        {
            silence = $"squeue: {answer.Said}";
        }

        foreach (var fields in Rows(answer, 3))
        {
            if (SlurmStates.Phase(fields[1]) is var phase and (JobPhase.Pending or JobPhase.Running))
            {
                Tell(fields[0], new JobState("", phase, fields[1], phase == JobPhase.Pending ? SlurmStates.Reason(fields[2], "") : ""));
            }
        }
    }

    private void Accounting(string[] masters)
    {
        var answer = programs.Run(
            "sacct",
            ["--allocations", "--noheader", "--parsable2", "--format=JobID,State,ExitCode", $"--jobs={string.Join(',', masters)}"]);
        foreach (var fields in answer.Code == 0 ? Rows(answer, 3) : [])
        {
            // What accounting thinks to be alive and the queue does not know is a job whose end was never told.
            if (SlurmStates.Phase(fields[1], fields[2]) is var phase and not (JobPhase.Pending or JobPhase.Running or JobPhase.Unknown))
            {
                Tell(fields[0], new JobState("", phase, SlurmStates.Word(fields[1]), SlurmStates.Reason("", fields[2])));
            }
        }
    }

    private void Controller(string master)
    {
        var answer = programs.Run("scontrol", ["show", "job", "--oneliner", master]);
        foreach (var line in answer.Code == 0 ? answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            var fields = Field().Matches(line).DistinctBy(match => match.Groups[1].Value)
                .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal);
            var word = fields.GetValueOrDefault("JobState", "");
            var exitCode = fields.GetValueOrDefault("ExitCode", "");
            var task = fields.GetValueOrDefault("ArrayTaskId");
            var entry = task is null ? fields.GetValueOrDefault("JobId", "")
                : $"{fields.GetValueOrDefault("ArrayJobId")}_{(task.All(char.IsAsciiDigit) ? task : $"[{task}]")}";
            Tell(entry, new JobState(
                "", SlurmStates.Phase(word, exitCode), word, SlurmStates.Reason(fields.GetValueOrDefault("Reason", ""), exitCode)));
        }
    }

    private void Tell(string entry, JobState state)
    {
        foreach (var job in JobIds.Expand(entry))
        {
            states.TryAdd(job, state with { Job = job });
        }
    }

    private static IEnumerable<string[]> Rows(ProgramAnswer answer, int count) => answer.Output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split('|', count)).Where(fields => fields.Length == count);

    [GeneratedRegex(@"(?<=^|\s)(JobId|ArrayJobId|ArrayTaskId|JobState|Reason|ExitCode)=(\S*)")]
    private static partial Regex Field();
}
