using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>Linear layers of transformers.</summary>
internal static class TransformerLinear
{
    /// <summary>
    /// A linear layer drawn from a truncated normal distribution of deviation 0.02, bias 0, as transformers for images start (timm,
    /// mmsegmentation).
    /// </summary>
    public static Linear Of(long inputs, long outputs, bool bias = true)
    {
        var linear = new Linear(inputs, outputs, bias);
        Initialize.TruncatedNormal(linear.Weight, 0, 0.02);
        if (linear.Bias is Tensor own)
        {
            Initialize.Constant(own, 0);
        }

        return linear;
    }
}
