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
    public override Tensor Forward(Tensor x) => inPlace ? x.HardtanhInPlace(0, 6) : x.Hardtanh(0, 6);
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
