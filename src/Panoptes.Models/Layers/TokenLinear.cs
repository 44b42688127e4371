using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>Linear layers as vision transformers use them.</summary>
internal static class TokenLinear
{
    private const double Deviation = 0.02;

    /// <summary>A linear layer whose weight is drawn from a normal distribution of deviation 0.02, cut at ±2, with a bias of zero.</summary>
    public static Linear Of(long inputs, long outputs, bool bias = true)
    {
        var linear = new Linear(inputs, outputs, bias);
        Initialise.TruncatedNormal(linear.Weight, 0, Deviation);
        if (linear.Bias is not null)
        {
            Initialise.Constant(linear.Bias, 0);
        }

        return linear;
    }
}
