using System.Globalization;

namespace Panoptes.Tensors.Modules;

/// <summary>Layers one after the other, named "0", "1", … or as given. What one layer passes to the next is freed at once.</summary>
public sealed class Sequential : Layer
{
    private readonly Layer[] _layers;

    /// <summary>Layers named by their positions.</summary>
    public Sequential(params Layer[] layers)
        : this([.. layers.Select((layer, k) => (k.ToString(CultureInfo.InvariantCulture), layer))])
    {
    }

    /// <summary>Layers with names.</summary>
    public Sequential(params (string Name, Layer Layer)[] layers) => _layers = [.. layers.Select(l => Child(l.Name, l.Layer))];

    /// <summary>The number of layers.</summary>
    public int Count => _layers.Length;

    /// <summary>The layer at a position.</summary>
    public Layer this[int index] => _layers[index];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var current = x;
        foreach (var layer in _layers)
        {
            var next = layer.Forward(current);
            if (!ReferenceEquals(next, current) && !ReferenceEquals(current, x))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }
}
