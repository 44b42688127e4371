using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// SwiGLU (Shazeer 2020) as timm packs it: <c>fc1</c> makes gate and value side by side, <c>fc2</c> takes SiLU(gate) · value.
/// </summary>
internal sealed class GatedMlp : Layer
{
    private readonly Linear expand;
    private readonly Linear project;

    /// <summary>Makes one that keeps the width.</summary>
    /// <param name="width">Channels in and out.</param>
    /// <param name="hidden">Channels of the gate, and as many of the value.</param>
    public GatedMlp(long width, long hidden)
    {
        expand = Child("fc1", TransformerLinear.Of(width, 2 * hidden));
        project = Child("fc2", TransformerLinear.Of(hidden, width));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var parts = expand.Forward(x).Chunk(2, -1);
        return scope.Return(project.Forward(parts[0].Silu() * parts[1]));
    }
}
