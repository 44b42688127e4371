using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>Layers whose weights are drawn as detectron2 draws them; biases, where there are any, are 0.</summary>
internal static class FilledLayer
{
    /// <summary>Drawn uniformly over the fan-in (fvcore, c2_xavier_fill).</summary>
    public static T Xavier<T>(T conv)
        where T : Conv2d
    {
        Xavier(conv.Weight, conv.Bias);
        return conv;
    }

    /// <inheritdoc cref="Xavier{T}(T)"/>
    public static Linear Xavier(Linear linear)
    {
        Xavier(linear.Weight, linear.Bias);
        return linear;
    }

    /// <summary>Drawn from a normal distribution around 0.</summary>
    public static Conv2d Normal(Conv2d conv, double deviation)
    {
        Normal(conv.Weight, conv.Bias, deviation);
        return conv;
    }

    /// <inheritdoc cref="Normal(Conv2d, double)"/>
    public static Linear Normal(Linear linear, double deviation)
    {
        Normal(linear.Weight, linear.Bias, deviation);
        return linear;
    }

    private static void Xavier(Tensor weight, Tensor? bias)
    {
        Initialize.KaimingUniform(weight, Initialize.Fan.In, negativeSlope: 1);
        Clear(bias);
    }

    private static void Normal(Tensor weight, Tensor? bias, double deviation)
    {
        Initialize.Normal(weight, 0, deviation);
        Clear(bias);
    }

    private static void Clear(Tensor? bias)
    {
        if (bias is not null)
        {
            Initialize.Constant(bias, 0);
        }
    }
}
