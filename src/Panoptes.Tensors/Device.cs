using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Tensors;

/// <summary>A kind of device; the numbers are libtorch's.</summary>
public enum DeviceType
{
    /// <summary>The processor and its memory.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda = 1,
}

/// <summary>Where a tensor lies.</summary>
/// <param name="Type">The kind of device.</param>
/// <param name="Index">Which one of that kind; 0 for the CPU.</param>
public readonly record struct Device(DeviceType Type, int Index)
{
    /// <summary>The processor.</summary>
    public static Device Cpu => default;

    /// <summary>Whether this is the processor.</summary>
    public bool IsCpu => Type == DeviceType.Cpu;

    /// <summary>libtorch's packed form.</summary>
    internal long Packed => ((long)Type << 8) | (long)(byte)(IsCpu ? -1 : Index);

    /// <summary>A GPU.</summary>
    /// <param name="index">Its number, from 0.</param>
    public static Device Cuda(int index = 0) => new(DeviceType.Cuda, index);

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <exception cref="InputException">The text names no device.</exception>
    public static Device Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "cpu")
        {
            return Cpu;
        }

        if (text == "cuda")
        {
            return Cuda();
        }

        return text.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? Cuda(index)
            : throw new InputException("device", $"'{text}'", "cpu, cuda or cuda:N", "name a device that this machine has");
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => IsCpu ? "cpu" : $"cuda:{Index}";

    internal static Device Unpack(long packed) => new((DeviceType)(packed >> 8), Math.Max((int)(sbyte)(packed & 255), 0));
}
