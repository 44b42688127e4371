using Panoptes.Tensors;

namespace Panoptes.Models.Detection;

/// <summary>Numbers as they are whose gradient is multiplied (detectron2, _ScaleGradient).</summary>
internal static class GradientScale
{
    /// <summary>Multiplies the gradient of <paramref name="x"/>.</summary>
    public static Tensor Of(Tensor x, double factor)
    {
        if (factor == 1 || !Autograd.IsEnabled)
        {
            return x.Alias();
        }

        // x - x is 0 to the last bit, so that the sum is x itself.
        using var scope = TensorScope.Open();
        var still = x.Detach();
        return scope.Return(((x - still) * factor) + still);
    }
}
