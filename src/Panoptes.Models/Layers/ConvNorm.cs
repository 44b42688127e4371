using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// A convolution without bias that has its normalization inside, as <c>norm</c> (detectron2/layers/wrappers.py, Conv2d): parameters
/// <c>weight</c>, <c>norm.weight</c> and so on.
/// </summary>
internal sealed class ConvNorm : Conv2d
{
    private readonly Layer norm;

    /// <summary>Makes one, padded so that stride 1 keeps the size, drawn from He's normal distribution over the fan-out.</summary>
    public ConvNorm(long inputs, long outputs, long kernel, Layer norm, long stride = 1)
        : base(inputs, outputs, kernel, stride, padding: kernel / 2, bias: false)
    {
        this.norm = Child("norm", norm);
        Initialize.KaimingNormal(Weight, Initialize.Fan.Out);
    }

    /// <inheritdoc/>
    protected override IEnumerable<FoldablePair> FoldablePairs() => norm is BatchNorm2d batch ? [new(this, batch)] : [];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, Rectifier.None);

    /// <summary>The convolution, normalized and rectified.</summary>
    public Tensor Forward(Tensor x, Rectifier rectifier)
    {
        using var scope = TensorScope.Open();
        return scope.Return(norm is FrozenBatchNorm2d frozen
            ? Rectified(IsPrepared && !IsTraining ? base.Forward(x) : Frozen(x, frozen), rectifier)
            : Normalized(base.Forward(x), rectifier));
    }

    /// <inheritdoc/>
    protected override (Tensor Factor, Tensor Shift)? OwnAffine() => norm is FrozenBatchNorm2d frozen ? frozen.Affine() : null;

    /// <summary>What another kind of convolution with these weights made, normalized and rectified.</summary>
    internal Tensor Normalized(Tensor convolved, Rectifier rectifier) => norm is BatchNorm2d batch
        ? batch.Forward(convolved, rectifier)
        : Rectified(norm.Forward(convolved), rectifier);

    // What never changes the statistics is a factor of the kernels and a bias: no pass over the maps, and nothing of them kept.
    private Tensor Frozen(Tensor x, FrozenBatchNorm2d frozen)
    {
        var (factor, shift) = frozen.Affine();
        return Convolve(x, Weight * factor.View([-1, 1, 1, 1]), shift);
    }

    private static Tensor Rectified(Tensor x, Rectifier rectifier) => rectifier == Rectifier.ReLU ? x.ReluInPlace() : x;
}
