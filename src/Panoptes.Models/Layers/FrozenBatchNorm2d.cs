using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// Batch normalization that never learns: an affine map of each channel from stored statistics, all four of its tensors buffers
/// (detectron2/layers/batch_norm.py, FrozenBatchNorm2d).
/// </summary>
internal sealed class FrozenBatchNorm2d : Layer, INormalization
{
    private const double Epsilon = 1e-5;

    private readonly Tensor weight;
    private readonly Tensor bias;
    private readonly Tensor mean;
    private readonly Tensor variance;

    /// <summary>Makes a layer that changes nothing until weights are loaded.</summary>
    public FrozenBatchNorm2d(long channels)
    {
        weight = Buffer("weight", Tensor.Ones([channels]));
        bias = Buffer("bias", Tensor.Zeros([channels]));
        mean = Buffer("running_mean", Tensor.Zeros([channels]));
        variance = Buffer("running_var", Tensor.Ones([channels]));
    }

    /// <summary>The affine map: what each channel is multiplied with, and what is added then; (channels) each.</summary>
    public (Tensor Factor, Tensor Shift) Affine()
    {
        using var scope = TensorScope.Open();
        var factor = weight * (variance + Epsilon).Rsqrt();
        var shift = bias - (mean * factor);
        return (scope.Return(factor), scope.Return(shift));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var (factor, shift) = Affine();
        return scope.Return((x * factor.View([-1, 1, 1])) + shift.View([-1, 1, 1]));
    }
}
