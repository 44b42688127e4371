using System.Globalization;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// Modules under their positions as names: "0", "1" and so on. A gap (null) takes a position and holds nothing, as in lists of
/// PyTorch that hold None.
/// </summary>
/// <typeparam name="T">What the list holds.</typeparam>
internal sealed class ModuleList<T> : Module
    where T : Module
{
    private readonly T?[] modules;

    /// <summary>Makes a list.</summary>
    public ModuleList(params IReadOnlyList<T?> modules)
    {
        this.modules = [.. modules];
        for (var k = 0; k < this.modules.Length; k++)
        {
            if (this.modules[k] is T module)
            {
                Child(k.ToString(CultureInfo.InvariantCulture), module);
            }
        }
    }

    /// <summary>Positions, gaps included.</summary>
    public int Count => modules.Length;

    /// <summary>What is at a position; null for a gap.</summary>
    public T? At(int index) => modules[index];

    /// <summary>What is at a position that is no gap.</summary>
    public T this[int index] => modules[index] ?? throw new InvalidOperationException($"position {index} is a gap");
}
