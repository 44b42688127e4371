using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>Linear layers of DETR's kind of transformer.</summary>
internal static class XavierLinear
{
    /// <summary>A linear layer drawn from Xavier's uniform distribution, bias 0.</summary>
    public static Linear Of(long inputs, long outputs)
    {
        var linear = new Linear(inputs, outputs);
        Initialize.XavierUniform(linear.Weight);
        Initialize.Constant(linear.Bias!, 0);
        return linear;
    }
}
