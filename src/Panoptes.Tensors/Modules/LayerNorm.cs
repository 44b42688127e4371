namespace Panoptes.Tensors.Modules;

/// <summary>Normalization over the last dimension (Ba et al. 2016). Parameters <c>weight</c>, <c>bias</c>.</summary>
public sealed class LayerNorm : Layer, INormalization
{
    private readonly long[] _shape;
    private readonly double _epsilon;

    /// <summary>Makes a layer with weight 1 and bias 0.</summary>
    /// <param name="size">Size of the last dimension.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNorm(long size, double epsilon = 1e-5)
    {
        _shape = [size];
        _epsilon = epsilon;
        Weight = Parameter("weight", Tensor.Ones([size]));
        Bias = Parameter("bias", Tensor.Zeros([size]));
    }

    /// <summary>Factor of every position.</summary>
    public Tensor Weight { get; }

    /// <summary>Summand of every position.</summary>
    public Tensor Bias { get; }

    /// <summary>Normalizes; an input of lower precision, as autocast makes it, in the parameters' precision.</summary>
    public override Tensor Forward(Tensor x)
    {
        if (x.DType == Weight.DType)
        {
            return x.LayerNorm(_shape, Weight, Bias, _epsilon);
        }

        using var raised = x.To(Weight.DType);
        return raised.LayerNorm(_shape, Weight, Bias, _epsilon);
    }
}
