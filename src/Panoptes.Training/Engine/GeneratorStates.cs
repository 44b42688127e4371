using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;

namespace Panoptes.Training.Engine;

/// <summary>
/// The states of random generators in a checkpoint: by the kind of their device and the rank of their process, so that a training goes on
/// on another device of the same kind. Earlier versions named them after the device, such as <c>cuda:1</c>.
/// </summary>
internal static class GeneratorStates
{
    private const int Rank = 0; // Of the processes that train together: this version trains in one.

    /// <summary>The tensor's name, such as <c>@random/cuda.rank0</c>.</summary>
    public static string NameOf(Device device) => $"{Checkpoint.RandomPrefix}{Kind(device)}.rank{Rank}";

    /// <summary>The state of a device's generator; the caller's.</summary>
    public static Tensor Of(Device device)
    {
        var state = Randomness.GetState(device);
        return Tensor.From<byte>(state, state.Length);
    }

    /// <summary>Sets a device's generator as it was.</summary>
    /// <returns>Null, or the line that says that the checkpoint does not hold its state.</returns>
    public static string? Restore(Checkpoint checkpoint, Device device)
    {
        if ((checkpoint.Find(NameOf(device)) ?? FindByDevice(checkpoint, device)) is { } state)
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
