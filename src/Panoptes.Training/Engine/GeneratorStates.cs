using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Collectives;

namespace Panoptes.Training.Engine;

/// <summary>
/// The states of random generators in a checkpoint: by the kind of their device and the rank of their process, so that a training goes on
/// on another device of the same kind. Earlier versions named them after the device, such as <c>cuda:1</c>.
/// </summary>
internal static class GeneratorStates
{
    /// <summary>The tensor's name, such as <c>@random/cuda.rank0</c>.</summary>
    /// <param name="device">The generator's device.</param>
    /// <param name="rank">The process that has it.</param>
    public static string NameOf(Device device, int rank) => $"{Checkpoint.RandomPrefix}{Kind(device)}.rank{rank}";

    /// <summary>The states of a device's generators in all processes, by rank; the caller's.</summary>
    public static IReadOnlyList<Tensor> Of(Device device, ICollective collective) =>
        [.. collective.Gather(Randomness.GetState(device)).Select(state => Tensor.From<byte>(state, state.Length))];

    /// <summary>Sets a device's generator as it was.</summary>
    /// <param name="checkpoint">What it was in.</param>
    /// <param name="device">The generator's device.</param>
    /// <param name="rank">The process that has it.</param>
    /// <returns>Null, or the line that says that the checkpoint does not hold its state.</returns>
    public static string? Restore(Checkpoint checkpoint, Device device, int rank)
    {
        if ((checkpoint.Find(NameOf(device, rank)) ?? (rank == 0 ? FindByDevice(checkpoint, device) : null)) is { } state)
        {
            Randomness.SetState(device, state.Data<byte>().ToArray());
            return null;
        }

        var there = checkpoint.Tensors.Where(
            entry => IsState(entry.Name)).Select(entry => entry.Name[Checkpoint.RandomPrefix.Length..]).ToList();
        return $"the checkpoint holds no state of the {Kind(device)} random generator "
            + $"({(there.Count == 0 ? "none at all" : $"only {string.Join(", ", there)}")}): "
            + "what is drawn there, such as dropout, differs from an unbroken training";
    }

    private static Tensor? FindByDevice(Checkpoint checkpoint, Device device) => checkpoint.Tensors
        .Where(entry => IsState(entry.Name))
        .OrderBy(entry => entry.Name, StringComparer.Ordinal)
        .FirstOrDefault(entry => entry.Name[Checkpoint.RandomPrefix.Length..].Split(':')[0] == Kind(device)).Tensor;

    private static bool IsState(string name) => name.StartsWith(Checkpoint.RandomPrefix, StringComparison.Ordinal);

    private static string Kind(Device device) => device.IsCpu ? "cpu" : "cuda";
}
