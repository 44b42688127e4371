using System.Globalization;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.DynamicKernels;

/// <summary>
/// Three layers with a ReLU behind each, under Panoptic FCN's names <c>NAME_head_1</c> to <c>NAME_head_3</c> (panopticfcn/head.py,
/// SingleHead).
/// </summary>
internal sealed class Tower : Layer
{
    private const int Depth = 3;

    private readonly Layer[] layers = new Layer[Depth];

    /// <summary>Makes one.</summary>
    /// <param name="name">What the layers' names begin with.</param>
    /// <param name="inputs">Channels of the first layer's input.</param>
    /// <param name="outputs">Channels of every layer's output.</param>
    /// <param name="layer">Makes a layer from channels in and out.</param>
    public Tower(string name, long inputs, long outputs, Func<long, long, Layer> layer)
    {
        for (var k = 0; k < Depth; k++)
        {
            layers[k] = Child(
                $"{name}_head_{(k + 1).ToString(CultureInfo.InvariantCulture)}", layer(k == 0 ? inputs : outputs, outputs));
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        return scope.Return(layers.Aggregate(x, (current, layer) => layer.Forward(current).ReluInPlace()));
    }
}
