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
    protected internal override IEnumerable<FoldablePair> FoldablePairs()
    {
        for (var k = 0; k + 1 < _layers.Length; k++)
        {
            if (_layers[k] is Conv2d conv && _layers[k + 1] is BatchNorm2d norm)
            {
                yield return new(conv, norm, k + 2 < _layers.Length ? RectifierOf(_layers[k + 2]) : Rectifier.None);
            }
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var current = x;
        for (var k = 0; k < _layers.Length; k++)
        {
            Tensor next;
            if (_layers[k] is BatchNorm2d norm && k + 1 < _layers.Length && RectifierOf(_layers[k + 1]) is var rectifier
                && rectifier != Rectifier.None)
            {
                next = norm.Forward(current, rectifier);
                k++;
            }
            else
            {
                next = _layers[k].Forward(current);
            }

            if (!ReferenceEquals(next, current) && !ReferenceEquals(current, x))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }

    private static Rectifier RectifierOf(Layer layer) => layer switch
    {
        ReLU => Rectifier.ReLU,
        ReLU6 => Rectifier.ReLU6,
        _ => Rectifier.None,
    };
}
