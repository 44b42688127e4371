using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>How cells share this machine.</summary>
public sealed record LocalConfig
{
    private const int Most = 1024;

    /// <summary>Cells that run at the same time, 1 to 1024.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Cores that each of them is pinned to, with taskset; 0 pins none.</summary>
    public int Cores { get; init; }

    /// <summary>
    /// Numbers of the GPUs that are dealt out to the slots, as many to each as a cell has processes, through CUDA_VISIBLE_DEVICES; empty
    /// leaves that as it is.
    /// </summary>
    public IReadOnlyList<int> Gpus { get; init; } = [];

    /// <summary>Checks ranges.</summary>
    /// <param name="processes">Processes of a cell.</param>
    internal void Validate(int processes)
    {
        Require.Within("launcher.local.slots", Slots, 1, Most);
        Require.Within("launcher.local.cores", Cores, 0, Most);
        Require.That(
            Gpus.Count == 0 || (Gpus.All(gpu => gpu >= 0) && Gpus.Distinct().Count() == Gpus.Count), "launcher.local.gpus",
            string.Join(", ", Gpus), "numbers of GPUs from 0, each once", "name each GPU once");
        Require.That(
            Gpus.Count == 0 || Gpus.Count >= Slots * processes, "launcher.local.gpus", $"{Gpus.Count} GPUs",
            $"at least {Slots * processes}: {Slots} slots with {processes} each", "name more GPUs, or lower launcher.local.slots");
    }
}
