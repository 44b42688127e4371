using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Training.Collectives;

/// <summary>
/// The convention of Slurm with one task for each device: every task that <c>srun</c> started reads its place from SLURM_PROCID and the
/// like. A batch script is no such task, and has most of these variables too; so has a shell in an allocation.
/// </summary>
internal sealed class SlurmStep
{
    private const int PortBase = 15000; // Lightning's, above which the last four digits of the job are added.
    private const string WorldSize = "WORLD_SIZE";
    private static readonly string[] TaskCounts = ["SLURM_STEP_NUM_TASKS", "SLURM_NTASKS", "SLURM_NPROCS"];
    private static readonly string[] NodeTasks = ["SLURM_STEP_TASKS_PER_NODE", "SLURM_TASKS_PER_NODE", "SLURM_NTASKS_PER_NODE"];
    private static readonly string[] HostLists = ["SLURM_STEP_NODELIST", "SLURM_JOB_NODELIST", "SLURM_NODELIST"];
    private static readonly string[] Shells = ["bash", "interactive"];
    private readonly PlaceVariables variables;
    private readonly bool isShell;
    private readonly int allocated;

    /// <summary>Looks at what Slurm says.</summary>
    public SlurmStep(PlaceVariables variables)
    {
        this.variables = variables;
        isShell = Shells.Contains(variables.Text("SLURM_JOB_NAME"));
        allocated = variables.Has("SLURM_JOB_ID") ? variables.Number(Named(TaskCounts)) ?? 1 : 1;
        Tasks = IsStep() && !isShell ? allocated : 1;
    }

    /// <summary>How many tasks <c>srun</c> started beside this one, itself among them; 1 where it did not start it.</summary>
    public int Tasks { get; }

    /// <summary>Reads the place; null where this is no task of several.</summary>
    public ProcessPlace? Read(Action<string>? warn)
    {
        if (Tasks < 2)
        {
            if (allocated > 1)
            {
                warn?.Invoke(isShell
                    ? $"the job is named {variables.Text("SLURM_JOB_NAME")}, as that of an interactive shell is: this process works alone, "
                        + $"not as one of {allocated} tasks; start with 'srun --job-name=train ./panoptes train ...' for all of them"
                    : $"{Named(TaskCounts)} is {allocated}, but srun did not start this process: it works alone; start with "
                        + $"'srun ./panoptes train ...' for all {allocated} tasks");
            }

            return null;
        }

        var (rank, local) = (variables.Required("SLURM_PROCID"), variables.Required("SLURM_LOCALID"));
        var here = OnThisNode() ?? throw new InputException(
            NodeTasks[1], "nothing", "the count of tasks on each node", "start with 'srun --ntasks-per-node=N', and do not unset it");
        Fits("SLURM_PROCID", rank, Named(TaskCounts), Tasks);
        Fits("SLURM_LOCALID", local, Named(NodeTasks), here);
        Require.That(
            variables.Number(WorldSize) is not { } world || world == Tasks, WorldSize,
            $"{variables.Text(WorldSize)} in a step of {Tasks} tasks", $"{Tasks}", "unset it: the tasks know their number");
        return new ProcessPlace
        {
            Rank = rank,
            Size = Tasks,
            LocalRank = local,
            LocalSize = here,
            Restarts = variables.Number("SLURM_RESTART_COUNT") ?? 0,
            Rendezvous = variables.Address(variables.Has("MASTER_ADDR") ? null : FirstHost(), Port()),
            Source = LaunchConvention.Slurm,
        };
    }

    /// <summary>Refuses to be one of several launchers on a machine, each of which would start all of its processes.</summary>
    /// <param name="launcher">Who starts them.</param>
    /// <param name="hosts">How many launchers there are to be; any number, one a machine, where null.</param>
    public void RefuseSeveral(string launcher, int? hosts)
    {
        if (Tasks > 1 && OnThisNode() is > 1 and var here)
        {
            throw new InputException(
                Named(NodeTasks), $"{launcher} started by each of {here} tasks on this node", "one launcher a node",
                $"start it with 'srun --ntasks-per-node=1', or start './panoptes train' in its place");
        }

        Require.That(
            hosts is null || Tasks == 1 || Tasks == hosts, Named(TaskCounts), $"{launcher} started by each of {Tasks} tasks",
            $"as many tasks as hosts, here {hosts}", $"add --hosts {Tasks} --host $SLURM_NODEID and --address");
    }

    private static void Fits(string rankName, int rank, string sizeName, int size) => Require.That(
        rank < size, rankName, $"{rank} with a {sizeName} of {size}", $"a number from 0 to {size - 1}",
        "start with srun, and do not set Slurm's variables by hand");

    // The batch script and interactive shells are steps too, with numbers from the end of 32 bits.
    private bool IsStep() =>
        uint.TryParse(variables.Text("SLURM_STEP_ID", "SLURM_STEPID"), NumberStyles.None, CultureInfo.InvariantCulture, out var step)
        && step < 0xFFFF0000;

    private int? OnThisNode() => variables.Text(NodeTasks) is { } text
        ? SlurmLists.CountAt(Named(NodeTasks), text, variables.Number("SLURM_NODEID") ?? 0)
        : null;

    private string FirstHost() => variables.Text(HostLists) is { } text
        ? SlurmLists.FirstHost(Named(HostLists), text)
        : throw new InputException(
            HostLists[1], "nothing", "the hosts of the job", "set MASTER_ADDR to the host of rank 0, the same for all tasks");

    private int? Port() => variables.Text("SLURM_JOB_ID") is { } job && !variables.Has("MASTER_PORT")
        ? int.TryParse(job[Math.Max(0, job.Length - 4)..], NumberStyles.None, CultureInfo.InvariantCulture, out var digits)
            ? PortBase + digits
            : throw new InputException("SLURM_JOB_ID", $"'{job}'", "a number", "set MASTER_PORT to a free port, the same for all tasks")
        : null;

    private string Named(string[] names) => Array.Find(names, variables.Has) ?? names[^1];
}
