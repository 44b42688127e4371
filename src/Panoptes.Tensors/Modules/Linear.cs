namespace Panoptes.Tensors.Modules;

/// <summary>A matrix product over the last dimension. Parameters <c>weight</c> (out, in) and <c>bias</c> (out).</summary>
public sealed class Linear : Layer
{
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
    public override Tensor Forward(Tensor x) => x.Linear(Weight, Bias);
}
