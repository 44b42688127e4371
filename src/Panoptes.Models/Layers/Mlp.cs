using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>The transformer's second half: <c>fc1</c> → GELU → <c>fc2</c>, over the last dimension.</summary>
internal sealed class Mlp : Layer
{
    private readonly Linear expand;
    private readonly Linear project;

    /// <summary>Makes one that keeps the width.</summary>
    public Mlp(long width, long hidden)
    {
        expand = Child("fc1", TransformerLinear.Of(width, hidden));
        project = Child("fc2", TransformerLinear.Of(hidden, width));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var hidden = expand.Forward(x);
        using var active = hidden.Gelu();
        return project.Forward(active);
    }
}
