using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders.Plain;

/// <summary>Learns to read a frozen encoder's block: x + MLP(x), under the names <c>0</c> and <c>2</c> (PMT, pmd.py).</summary>
internal sealed class LateralProjection : Layer
{
    private readonly Linear reduce;
    private readonly Linear expand;

    /// <summary>Makes one that halves the channels between.</summary>
    public LateralProjection(long width)
    {
        reduce = Child("0", new Linear(width, width / 2));
        expand = Child("2", new Linear(width / 2, width));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        return scope.Return(x + expand.Forward(reduce.Forward(x).Gelu()));
    }
}
