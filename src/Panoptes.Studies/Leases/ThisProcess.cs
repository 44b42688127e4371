using Panoptes.Studies.Leases.Processes;

namespace Panoptes.Studies.Leases;

/// <summary>This process as the owner of leases.</summary>
public static class ThisProcess
{
    /// <summary>
    /// Who this process is: its user, host, number and start, and the job of Slurm (<c>SLURM_JOB_ID</c>, or
    /// <c>SLURM_ARRAY_JOB_ID</c>_<c>SLURM_ARRAY_TASK_ID</c>) or LSF (<c>LSB_JOBID</c>[<c>LSB_JOBINDEX</c>]) that it runs in.
    /// </summary>
    public static LeaseOwner Owner() => Owner(Environment.GetEnvironmentVariable);

    /// <summary>The same, with these environment variables.</summary>
    internal static LeaseOwner Owner(Func<string, string?> variable)
    {
        var (scheduler, job) = Job(variable);
        var started = ProcessStatus.Read(Environment.ProcessId)?.Started ?? 0;
        return new LeaseOwner(Environment.UserName, Environment.MachineName, Environment.ProcessId, started, scheduler, job);
    }

    private static (string Scheduler, string Job) Job(Func<string, string?> variable)
    {
        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
        return (Set("SLURM_ARRAY_JOB_ID"), Set("SLURM_ARRAY_TASK_ID"), Set("SLURM_JOB_ID"), Set("LSB_JOBID"), Set("LSB_JOBINDEX")) switch
        {
            ({ } array, { } task, _, _, _) => ("slurm", $"{array}_{task}"),
            (_, _, { } job, _, _) => ("slurm", job),
            (_, _, _, { } job, { } index) when index != "0" => ("lsf", $"{job}[{index}]"),
            (_, _, _, { } job, _) => ("lsf", job),
            _ => ("local", ""),
        };
    }
}
