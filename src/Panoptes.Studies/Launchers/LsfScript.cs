using System.Globalization;
using System.Text;

namespace Panoptes.Studies.Launchers;

/// <summary>Writes the script of a job, or of an array of jobs, for LSF, which reads it from standard input.</summary>
internal static class LsfScript
{
    private const int LongestDescription = 1000;
    private const int FingerprintDigits = 12;

    // LSF warns with SIGUSR1, as asked (-wa), and sends SIGUSR2 at the run limit; whoever ends a job, or its memory limit, sends SIGINT and
    // SIGTERM without either.
    private const string GoOn =
        """
        [[ $code == 75 ]] || exit "$code"

        if [[ -n $asked && $asked != *USR* ]]; then
          say "ended on purpose, or with no time to spare: not submitted again"
          exit 75
        fi
        if [[ $requeue == yes ]]; then
          if refused=$(brequeue "$job" 2>&1); then
            say "put back into the queue as the same job"
            exit 75
          fi
          say "brequeue: $refused"
        fi
        array=()
        ((${LSB_JOBINDEX:-0} == 0)) || array=(-J "$name[$task]")
        again=$(
          unset MASTER_PORT
          for variable in "${!LSB_@}"; do [[ $variable == LSB_DEFAULT* ]] || unset "$variable"; done
          bsub "${array[@]}" <"$folder/job.sh" 2>&1
        )
        if [[ $again =~ Job\ \<([0-9]+)\> ]]; then
          again=${BASH_REMATCH[1]}
          [[ -z ${array[*]} ]] || again+="[$task]"
          printf '%s\n' "$again" >"$folder/moved.$job.part" && mv "$folder/moved.$job.part" "$folder/moved.$job"
          say "submitted again as $again"
        else
          say "bsub: $again"
        fi
        exit 75
        """;

    /// <summary>The script.</summary>
    /// <param name="config">Resources.</param>
    /// <param name="folder">The submission's folder, a full path.</param>
    /// <param name="requests">The cells: an array where there are several.</param>
    public static string Write(LauncherConfig config, string folder, IReadOnlyList<JobRequest> requests)
    {
        var script = new StringBuilder("#!/bin/bash\n");
        foreach (var option in Options(config, folder, requests).Concat(config.Lsf.Extra))
        {
            script.Append(CultureInfo.InvariantCulture, $"#BSUB {option}\n");
        }

        script.Append(CultureInfo.InvariantCulture, $"""

            folder={ShellText.Quote(folder)}
            name={JobName(requests)}
            requeue={(config.Lsf.Requeue ? "yes" : "no")}
            task=$(({"${LSB_JOBINDEX:-0}"} > 0 ? LSB_JOBINDEX : 1))
            number=$LSB_JOBID
            job=$LSB_JOBID
            (({"${LSB_JOBINDEX:-0}"} == 0)) || job+="[$LSB_JOBINDEX]"
            export PANOPTES_SCHEDULER=lsf PANOPTES_JOB=$job
            launch=()

            """);
        script.Append(CellScript.Begin);
        script.Append(
            """
            trap 'forward USR1' USR1
            trap 'forward USR2 USR1' USR2
            trap 'forward TERM' TERM
            trap 'forward INT TERM' INT

            """);
        foreach (var line in config.Setup)
        {
            script.Append(line).Append('\n');
        }

        return script.Append(CellScript.Run).Append(GoOn).Append('\n').ToString();
    }

    private static IEnumerable<string> Options(LauncherConfig config, string folder, IReadOnlyList<JobRequest> requests)
    {
        var lsf = config.Lsf;
        var isArray = requests.Count > 1;
        var limit = lsf.ArrayLimit > 0 ? $"%{lsf.ArrayLimit}" : "";
        yield return $"-J \"{JobName(requests)}{(isArray ? $"[1-{requests.Count}]{limit}" : "")}\"";
        yield return $"-Jd \"{Description(requests)}\"";
        yield return $"-o \"{folder}/{(isArray ? "%J_%I" : "%J")}.out\"";
        yield return $"-cwd \"{config.FullWorkdir()}\"";
        if (lsf.Requeue)
        {
            yield return "-r";
        }

        if (lsf.Signal > 0)
        {
            yield return "-wa 'USR1'";
            yield return $"-wt '{lsf.SignalMinutes}'";
        }

        foreach (var (name, value) in new[] { ("-q", lsf.Queue), ("-P", lsf.Project), ("-W", lsf.Walltime) })
        {
            if (value.Length > 0)
            {
                yield return $"{name} {value}";
            }
        }

        if (lsf.Cpus > 0)
        {
            yield return $"-n {lsf.Cpus * config.Processes}";
            yield return "-R \"span[hosts=1]\"";
        }

        if (lsf.Mem.Length > 0)
        {
            yield return $"-M {lsf.Mem}";
            yield return $"-R \"rusage[mem={lsf.Mem}]\"";
        }

        var needed = requests.Max(request => request.MemoryMib);
        if (lsf.Gpus > 0)
        {
            var mode = lsf.GpuMode.Length > 0 ? $":mode={lsf.GpuMode}" : "";
            var memory = lsf.Gmem.Length > 0 ? $":gmem={lsf.Gmem}" : needed is null ? "" : $":gmem={needed}M";
            yield return $"-gpu \"num={lsf.Gpus * config.Processes}{mode}{memory}\"";
        }
        else if (lsf.Mem.Length == 0 && needed is not null)
        {
            yield return $"-R \"rusage[mem={needed}M]\"";
        }
    }

    // LSF reads brackets, slashes, percent signs and wildcards in names.
    private static string JobName(IReadOnlyList<JobRequest> requests)
    {
        var name = requests.Count > 1 ? requests[0].Name.Split('/')[0] : requests[0].Name;
        return string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' ? letter : '.'));
    }

    private static string Description(IReadOnlyList<JobRequest> requests)
    {
        if (requests.Count == 1)
        {
            return requests[0].Fingerprint;
        }

        var all = string.Join(
            ',', requests.Select(request => request.Fingerprint[..Math.Min(FingerprintDigits, request.Fingerprint.Length)]));
        return all.Length <= LongestDescription ? all : $"{all[..LongestDescription]}...";
    }
}
