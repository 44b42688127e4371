using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders;

/// <summary>A query's mask embedding: three linear layers with ReLUs between, <c>layers.0..2</c>.</summary>
internal sealed class MaskEmbedding : Layer
{
    private readonly ModuleList<Linear> layers;

    /// <summary>Makes one that keeps the width.</summary>
    public MaskEmbedding(long width) =>
        layers = Child("layers", new ModuleList<Linear>([.. Enumerable.Range(0, 3).Select(_ => new Linear(width, width))]));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        return scope.Return(layers[2].Forward(layers[1].Forward(layers[0].Forward(x, Rectifier.ReLU), Rectifier.ReLU)));
    }
}
