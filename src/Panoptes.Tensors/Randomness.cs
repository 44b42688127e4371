using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>Seeds and states of the default random generators, one a device.</summary>
public static class Randomness
{
    /// <summary>Seeds the default generators of every device.</summary>
    public static void Seed(long seed) => TensorException.ThrowIfFailed(NativeMethods.Seed(seed), "seed");

    /// <summary>Everything that decides the numbers that a device's default generator will give.</summary>
    /// <exception cref="TensorException">libtorch has no such device.</exception>
    public static byte[] GetState(Device device) => ReadState(0, device);

    /// <summary>Goes back to a state that <see cref="GetState"/> gave.</summary>
    /// <exception cref="TensorException">The bytes are no state of such a generator.</exception>
    public static void SetState(Device device, ReadOnlySpan<byte> state) => WriteState(0, device, state);

    internal static byte[] ReadState(nint generator, Device device)
    {
        var handle = NativeMethods.GeneratorState(generator, device.Packed);
        if (handle == 0)
        {
            throw TensorException.Last("generator state");
        }

        using var state = new Tensor(handle);
        return state.ToArray<byte>();
    }

    internal static void WriteState(nint generator, Device device, ReadOnlySpan<byte> state)
    {
        using var tensor = Tensor.From(state, state.Length);
        TensorException.ThrowIfFailed(NativeMethods.SetGeneratorState(generator, device.Packed, tensor.Handle), "generator state");
    }
}
