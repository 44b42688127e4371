using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>A random generator of its own, for operators that take one; the default ones are seeded by <see cref="Randomness"/>.</summary>
public sealed class Generator : IDisposable
{
    private nint _handle;

    /// <summary>Makes a generator.</summary>
    /// <param name="seed">The same seed gives the same numbers.</param>
    /// <param name="device">Where the numbers are drawn; the default is the CPU.</param>
    /// <exception cref="TensorException">libtorch has no such device.</exception>
    public Generator(long seed, Device device = default)
    {
        _handle = NativeMethods.Generator(device.Packed, seed);
        if (_handle == 0)
        {
            throw TensorException.Last("generator");
        }
    }

    /// <summary>libtorch's handle.</summary>
    internal nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

    /// <summary>Everything that decides the numbers to come.</summary>
    public byte[] GetState() => Randomness.ReadState(Handle, Device.Cpu);

    /// <summary>Goes back to a state that <see cref="GetState"/> gave.</summary>
    public void SetState(ReadOnlySpan<byte> state) => Randomness.WriteState(Handle, Device.Cpu, state);

    /// <summary>Gives the generator back.</summary>
    public void Dispose()
    {
        NativeMethods.GeneratorRelease(_handle);
        _handle = 0;
    }
}
