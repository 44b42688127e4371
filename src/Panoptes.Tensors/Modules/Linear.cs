namespace Panoptes.Tensors.Modules;

/// <summary>A matrix product over the last dimension. Parameters <c>weight</c> (out, in) and <c>bias</c> (out).</summary>
public sealed class Linear : Layer, IPreparable
{
    /// <summary>What runs in evaluation while inference is prepared.</summary>
    private PackedWeights? _packed;

    /// <summary>Makes a linear layer with PyTorch's default initialization.</summary>
    public Linear(long inputs, long outputs, bool bias = true)
    {
        Weight = Parameter("weight", Tensor.Empty([outputs, inputs]));
        Bias = bias ? Parameter("bias", Tensor.Empty([outputs])) : null;
        Initialize.Default(Weight, Bias);
    }

    /// <summary>The matrix: out, in.</summary>
    public Tensor Weight { get; }

    /// <summary>One number an output, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    bool IPreparable.IsPrepared => _packed is not null;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, Rectifier.None);

    /// <summary>The product, rectified.</summary>
    /// <param name="x">…, in.</param>
    /// <param name="rectifier">What follows.</param>
    /// <returns>…, out.</returns>
    public Tensor Forward(Tensor x, Rectifier rectifier)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (_packed is not { } packed || IsTraining)
        {
            return rectifier.Overwrite(x.Linear(Weight, Bias));
        }

        var (lower, upper) = rectifier.Bounds();
        return x.PackedLinear(packed.Panels, packed.Bias, packed.Outputs, lower, upper);
    }

    /// <inheritdoc/>
    void IPreparable.Prepare()
    {
        if (_packed is null && PackedWeights.CanHold(Weight, Bias))
        {
            _packed = new PackedWeights(Weight, Bias);
        }
    }

    /// <inheritdoc/>
    void IPreparable.Release() => Release();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Release();
        base.Dispose(disposing);
    }

    private void Release()
    {
        _packed?.Dispose();
        _packed = null;
    }
}
