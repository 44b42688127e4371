namespace Panoptes.Tensors.Modules;

/// <summary>Normalization over the last dimension (Ba et al. 2016). Parameters <c>weight</c>, <c>bias</c>.</summary>
public sealed class LayerNorm : SampleNormalization
{
    private readonly long[] _shape;
    private readonly double _epsilon;

    /// <summary>Makes a layer with weight 1 and bias 0.</summary>
    /// <param name="size">Size of the last dimension.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNorm(long size, double epsilon = 1e-5)
        : base(size)
    {
        _shape = [size];
        _epsilon = epsilon;
    }

    private protected override Tensor Normalize(Tensor x) => x.LayerNorm(_shape, Weight, Bias, _epsilon);
}
