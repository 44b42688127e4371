namespace Panoptes.Tensors.Modules;

/// <summary>max(x, 0).</summary>
/// <param name="inPlace">Overwrites the input, which must not be needed otherwise.</param>
public sealed class ReLU(bool inPlace = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => inPlace ? x.ReluInPlace() : x.Relu();
}

/// <summary>min(max(x, 0), 6).</summary>
/// <param name="inPlace">Overwrites the input, which must not be needed otherwise.</param>
public sealed class ReLU6(bool inPlace = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => inPlace ? Overwrite(x) : HasGradient(x) ? x.Hardtanh(0, 6) : x.Clamp(0, 6);

    internal static Tensor Overwrite(Tensor x) => HasGradient(x) ? x.HardtanhInPlace(0, 6) : x.ClampInPlace(0, 6);

    // libtorch 1.13 has no gradient of hardtanh for bfloat16 on the CPU. That of clamp differs only where x is 0 or 6 exactly.
    private static bool HasGradient(Tensor x) => x.DType != DType.BFloat16 || !x.Device.IsCpu;
}

/// <summary>x · Φ(x), exact (Hendrycks and Gimpel 2016).</summary>
public sealed class GELU : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Gelu();
}

/// <summary>The input itself.</summary>
public sealed class Identity : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x;
}

/// <summary>
/// x where it is positive, else x times a factor that is learned, one a channel (He et al. 2015). Parameter <c>weight</c>.
/// </summary>
public sealed class PReLU : Layer
{
    private const double FirstFactor = 0.25;

    /// <summary>Makes a layer whose factors are 0.25, PyTorch's default.</summary>
    /// <param name="channels">Channels, in dimension 1.</param>
    public PReLU(long channels)
    {
        Weight = Parameter("weight", Tensor.Empty([channels]));
        Initialize.Constant(Weight, FirstFactor);
    }

    /// <summary>The factor of every channel.</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Prelu(Weight);
}
