using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Detection;

/// <summary>
/// Two layers that look at what a box shows, under detectron2's names <c>fc1</c> and <c>fc2</c> (FastRCNNConvFCHead without convolutions).
/// </summary>
internal sealed class BoxHead : Layer
{
    private readonly Linear first;
    private readonly Linear second;

    /// <summary>Makes one.</summary>
    /// <param name="inputs">Numbers that a box's features have.</param>
    /// <param name="width">Channels of both layers.</param>
    public BoxHead(long inputs, int width)
    {
        first = Child("fc1", FilledLayer.Xavier(new Linear(inputs, width)));
        second = Child("fc2", FilledLayer.Xavier(new Linear(width, width)));
    }

    /// <summary>Looks.</summary>
    /// <param name="x">(R, C, h, w).</param>
    /// <returns>(R, width).</returns>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        return scope.Return(second.Forward(first.Forward(x.Flatten(1)).Relu()).Relu());
    }
}
