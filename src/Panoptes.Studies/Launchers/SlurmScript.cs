using System.Globalization;
using System.Text;

namespace Panoptes.Studies.Launchers;

/// <summary>Writes the script of a job, or of an array of jobs, for Slurm.</summary>
internal static class SlurmScript
{
    private const int LongestComment = 1000;
    private const int FingerprintDigits = 12;

    // What is to become of a cell that was interrupted. "scontrol requeue" would bring a job back that somebody has cancelled: what else
    // Slurm says of a job that is being ended tells that apart from a pre-emption and a time limit.
    private const string GoOn =
        """
        [[ $code == 75 ]] || exit "$code"

        # By the array and the task: the last task of an array has the array's own number, which stands for all of them.
        told=$(scontrol show job --oneliner "$job" 2>&1)
        field() { [[ $told =~ (^|[[:space:]])$1=([^[:space:]]*) ]] && printf '%s' "${BASH_REMATCH[2]}"; }
        state=$(field JobState) preempted=$(field PreemptTime) restarts=$(field Restarts) ran=$(field RunTime) limit=$(field TimeLimit)
        is_late=no
        [[ -z $ran || ${#ran} -lt ${#limit} || (${#ran} -eq ${#limit} && $ran < $limit) ]] || is_late=yes
        if [[ ${restarts:-0} -gt ${SLURM_RESTART_COUNT:-0} ]]; then
          say "Slurm has put the job back into the queue"
          exit 75
        fi
        if [[ $state == COMPLETING || ($asked == *TERM* && $state != RUNNING) ]]; then
          if [[ $preempted != [0-9]* && $is_late == no ]]; then
            say "ended on purpose: not submitted again"
            exit 75
          fi
        fi
        if [[ $requeue == yes ]]; then
          if refused=$(scontrol requeue "$job" 2>&1); then
            say "put back into the queue as the same job"
            exit 75
          fi
          say "scontrol requeue: $refused"
        fi
        array=()
        [[ -z ${SLURM_ARRAY_TASK_ID-} ]] || array=(--array="$task")
        again=$(
          conf=${SLURM_CONF-}
          unset "${!SLURM_@}" MASTER_PORT
          [[ -z $conf ]] || export SLURM_CONF="$conf"
          sbatch --parsable "${array[@]}" "$folder/job.sh" 2>&1
        )
        if [[ $again =~ ^[0-9]+ ]]; then
          again=${BASH_REMATCH[0]}
          [[ -z ${array[*]} ]] || again+=_$task
          printf '%s\n' "$again" >"$folder/moved.$job.part" && mv "$folder/moved.$job.part" "$folder/moved.$job"
          say "submitted again as $again"
        else
          say "sbatch: $again"
        fi
        exit 75
        """;

    /// <summary>The script.</summary>
    /// <param name="config">Resources.</param>
    /// <param name="folder">The submission's folder, a full path.</param>
    /// <param name="requests">The cells: an array where there are several.</param>
    public static string Write(LauncherConfig config, string folder, IReadOnlyList<JobRequest> requests)
    {
        var slurm = config.Slurm;
        var script = new StringBuilder("#!/bin/bash\n");
        foreach (var option in Options(config, folder, requests).Concat(slurm.Extra))
        {
            script.Append(CultureInfo.InvariantCulture, $"#SBATCH {option}\n");
        }

        script.Append(CultureInfo.InvariantCulture, $"""

            folder={ShellText.Quote(folder)}
            requeue={(slurm.Requeue ? "yes" : "no")}
            task=$(({"${SLURM_ARRAY_TASK_ID:-1}"}))
            number=$SLURM_JOB_ID
            job={"${SLURM_ARRAY_JOB_ID:+${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID}"}
            job={"${job:-$SLURM_JOB_ID}"}
            export PANOPTES_SCHEDULER=slurm PANOPTES_JOB=$job

            # Where a pre-emption leaves time, Slurm tells steps of it, not this script.
            launch=(srun --ntasks=1 --mpi=none {"${SLURM_CPUS_PER_TASK:+--cpus-per-task=$SLURM_CPUS_PER_TASK}"})
            command -v srun >/dev/null || launch=()

            """);
        script.Append(CellScript.Begin);
        script.Append("trap 'forward USR1' USR1\ntrap 'forward TERM' TERM\n");
        foreach (var line in config.Setup)
        {
            script.Append(line).Append('\n');
        }

        return script.Append(CellScript.Run).Append(GoOn).Append('\n').ToString();
    }

    private static IEnumerable<string> Options(LauncherConfig config, string folder, IReadOnlyList<JobRequest> requests)
    {
        var slurm = config.Slurm;
        var isArray = requests.Count > 1;
        yield return Option("--job-name", isArray ? $"{requests[0].Name.Split('/')[0]}/array" : requests[0].Name);
        if (isArray)
        {
            yield return $"--array=1-{requests.Count}{(slurm.ArrayLimit > 0 ? $"%{slurm.ArrayLimit}" : "")}";
        }

        yield return Option("--comment", Comment(requests));
        yield return Option(
            "--output", $"{folder.Replace("%", "%%", StringComparison.Ordinal)}/{(isArray ? "%A_%a" : "%j")}.out");
        yield return "--open-mode=append";
        yield return slurm.Requeue ? "--requeue" : "--no-requeue";
        if (slurm.Signal > 0)
        {
            yield return $"--signal=B:USR1@{slurm.Signal}";
        }

        yield return Option("--chdir", config.FullWorkdir());
        foreach (var (name, value) in new[] { ("--partition", slurm.Partition), ("--account", slurm.Account), ("--time", slurm.Time) })
        {
            if (value.Length > 0)
            {
                yield return Option(name, value);
            }
        }

        yield return "--nodes=1";
        yield return "--ntasks=1";
        if (slurm.Cpus > 0)
        {
            yield return $"--cpus-per-task={slurm.Cpus * config.Processes}";
        }

        if (slurm.Gpus > 0)
        {
            yield return $"--gres=gpu:{slurm.Gpus * config.Processes}";
        }

        if (slurm.Mem.Length > 0)
        {
            yield return Option("--mem", slurm.Mem);
        }
        else if (requests.Max(request => request.MemoryMib) is { } memory)
        {
            yield return $"--mem={memory}M";
        }
    }

    private static string Comment(IReadOnlyList<JobRequest> requests)
    {
        if (requests.Count == 1)
        {
            return requests[0].Fingerprint;
        }

        var all = string.Join(
            ',', requests.Select(request => request.Fingerprint[..Math.Min(FingerprintDigits, request.Fingerprint.Length)]));
        return all.Length <= LongestComment ? all : $"{all[..LongestComment]}...";
    }

    // In an #SBATCH line, quotes keep spaces together, and a backslash stands for itself or for a quote.
    private static string Option(string name, string value)
    {
        var isPlain = value.All(letter => char.IsAsciiLetterOrDigit(letter) || "_@%+=:,./-".Contains(letter));
        return isPlain ? $"{name}={value}"
            : $"{name}=\"{value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
