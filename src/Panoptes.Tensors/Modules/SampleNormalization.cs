namespace Panoptes.Tensors.Modules;

/// <summary>Normalization within a sample, then a factor and a summand for every channel. Parameters <c>weight</c>, <c>bias</c>.</summary>
public abstract class SampleNormalization : Layer, INormalization
{
    private protected SampleNormalization(long channels)
    {
        Weight = Parameter("weight", Tensor.Ones([channels]));
        Bias = Parameter("bias", Tensor.Zeros([channels]));
    }

    /// <summary>Factor of every channel; 1 at first.</summary>
    public Tensor Weight { get; }

    /// <summary>Summand of every channel; 0 at first.</summary>
    public Tensor Bias { get; }

    /// <summary>Normalizes; an input of lower precision, as autocast makes it, in the parameters' precision.</summary>
    public sealed override Tensor Forward(Tensor x)
    {
        if (x.DType == Weight.DType)
        {
            return Normalize(x);
        }

        using var raised = x.To(Weight.DType);
        return Normalize(raised);
    }

    /// <summary>Normalizes an input in the parameters' precision.</summary>
    private protected abstract Tensor Normalize(Tensor x);
}
