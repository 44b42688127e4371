using System.Collections;
using Panoptes.Foundation;

namespace Panoptes.Training.Collectives;

/// <summary>
/// Which of the processes of one training this is, as the environment says; by the conventions of <c>./panoptes launch</c>, torchrun
/// (torch/distributed/run.py) and Slurm with one task for each device (as Lightning's fabric/plugins/environments/slurm.py reads it).
/// </summary>
public sealed record ProcessPlace
{
    /// <summary>Which process, 0 to <see cref="Size"/> - 1.</summary>
    public required int Rank { get; init; }

    /// <summary>How many processes there are, at least 2.</summary>
    public required int Size { get; init; }

    /// <summary>Which process of this machine, 0 to <see cref="LocalSize"/> - 1: the index of its device.</summary>
    public required int LocalRank { get; init; }

    /// <summary>How many processes this machine has, at least 1.</summary>
    public required int LocalSize { get; init; }

    /// <summary>Where the processes meet.</summary>
    public required Rendezvous Rendezvous { get; init; }

    /// <summary>How often all processes were started again, at least 0.</summary>
    public int Restarts { get; init; }

    /// <summary>Whose variables say all this.</summary>
    public required LaunchConvention Source { get; init; }

    /// <summary>Reads a process's place.</summary>
    /// <param name="environment">Its environment variables; <see cref="Variables"/> has those of this one.</param>
    /// <param name="warn">
    /// Told, as one line each, what may be a mistake and may be meant: a Slurm allocation of several tasks whose batch script starts this
    /// process without <c>srun</c>.
    /// </param>
    /// <returns>The place, or null for a process that trains alone.</returns>
    /// <exception cref="InputException">A variable is missing, no number, out of range, or does not fit another one.</exception>
    public static ProcessPlace? Read(IReadOnlyDictionary<string, string> environment, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var variables = new PlaceVariables(environment);
        var slurm = new SlurmStep(variables);
        var place = RankVariables.AreIn(variables, slurm) ? RankVariables.Read(variables, slurm) : slurm.Read(warn);
        return place is { Size: > 1 } ? place : null;
    }

    /// <summary>
    /// Refuses to start launchers where the environment has several of them on one machine: each would start all of its processes.
    /// </summary>
    /// <param name="environment">The launcher's environment variables.</param>
    /// <param name="hosts">How many launchers are meant to be started, one a host.</param>
    /// <exception cref="InputException">
    /// It was started by <c>srun</c> with several tasks a machine or with more tasks than hosts, or by another launcher.
    /// </exception>
    public static void CheckLauncher(IReadOnlyDictionary<string, string> environment, int hosts)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var variables = new PlaceVariables(environment);
        RankVariables.RefuseNested(variables);
        new SlurmStep(variables).RefuseSeveral("panoptes launch", hosts);
    }

    /// <summary>The environment variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    /// <summary>
    /// Checks that every process of this machine has a device of its own. All of them refuse what one cannot have, so that none waits
    /// for the others.
    /// </summary>
    /// <param name="devices">How many devices this process sees, at least 1: process i of the machine uses device i.</param>
    /// <exception cref="InputException">There are fewer devices than processes.</exception>
    public void Check(int devices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(devices, 1);
        if (LocalSize > devices)
        {
            throw new InputException(
                Source == LaunchConvention.Slurm ? "SLURM_NTASKS_PER_NODE" : "LOCAL_WORLD_SIZE",
                $"{LocalSize} processes on this machine, of which this is number {LocalRank}, and {devices} "
                    + (devices == 1 ? "device" : "devices"),
                "a device for each process",
                Source == LaunchConvention.Slurm
                    ? "start as many tasks a node as it has devices, and let every task see all of them (--gpus-per-node, not "
                        + "--gpus-per-task or --gpu-bind; CUDA_VISIBLE_DEVICES says which it sees)"
                    : $"start {devices} a machine, or make more visible with CUDA_VISIBLE_DEVICES");
        }
    }
}
