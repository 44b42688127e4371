namespace Panoptes.Tensors.Modules;

/// <summary>Fills parameters in place. The draws are those of <c>torch.nn.init</c>, so that equal seeds give equal weights.</summary>
public static class Initialize
{
    /// <summary>Which side of a weight keeps the variance.</summary>
    public enum Fan
    {
        /// <summary>The forward pass: inputs of one output.</summary>
        In,

        /// <summary>The backward pass: outputs that one input feeds.</summary>
        Out,
    }

    /// <summary>One value everywhere.</summary>
    public static void Constant(Tensor tensor, double value)
    {
        using var noGrad = Autograd.NoGrad();
        tensor.FillInPlace(value);
    }

    /// <summary>Normally distributed values.</summary>
    public static void Normal(Tensor tensor, double mean = 0, double standardDeviation = 1)
    {
        using var noGrad = Autograd.NoGrad();
        tensor.NormalInPlace(mean, standardDeviation);
    }

    /// <summary>Normally distributed values, drawn by inversion and cut at <paramref name="low"/> and <paramref name="high"/>.</summary>
    public static void TruncatedNormal(Tensor tensor, double mean = 0, double standardDeviation = 1, double low = -2, double high = 2)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var lower = (1 + ErrorFunction((low - mean) / standardDeviation / Math.Sqrt(2))) / 2;
        var upper = (1 + ErrorFunction((high - mean) / standardDeviation / Math.Sqrt(2))) / 2;
        tensor.UniformInPlace((2 * lower) - 1, (2 * upper) - 1);
        using var inverted = tensor.Erfinv();
        tensor.CopyInPlace(inverted.Mul(standardDeviation * Math.Sqrt(2)).Add(mean).Clamp(low, high));
    }

    /// <summary>Uniformly distributed values.</summary>
    public static void Uniform(Tensor tensor, double low, double high)
    {
        using var noGrad = Autograd.NoGrad();
        tensor.UniformInPlace(low, high);
    }

    /// <summary>Kaiming's normal distribution (He et al. 2015) for rectifiers of negative slope <paramref name="negativeSlope"/>.</summary>
    public static void KaimingNormal(Tensor tensor, Fan fan = Fan.In, double negativeSlope = 0) =>
        Normal(tensor, 0, Gain(negativeSlope) / Math.Sqrt(CountFan(tensor, fan)));

    /// <summary>
    /// Kaiming's uniform distribution (He et al. 2015) for rectifiers of negative slope <paramref name="negativeSlope"/>.
    /// </summary>
    public static void KaimingUniform(Tensor tensor, Fan fan = Fan.In, double negativeSlope = 0)
    {
        var bound = Math.Sqrt(3) * (Gain(negativeSlope) / Math.Sqrt(CountFan(tensor, fan)));
        Uniform(tensor, -bound, bound);
    }

    /// <summary>Xavier's uniform distribution (Glorot and Bengio 2010).</summary>
    public static void XavierUniform(Tensor tensor, double gain = 1)
    {
        var bound = Math.Sqrt(3) * (gain * Math.Sqrt(2.0 / (CountFan(tensor, Fan.In) + CountFan(tensor, Fan.Out))));
        Uniform(tensor, -bound, bound);
    }

    /// <summary>What PyTorch does for a convolution or a linear layer that says nothing: weight and bias within 1/√fan-in.</summary>
    internal static void Default(Tensor weight, Tensor? bias)
    {
        KaimingUniform(weight, Fan.In, Math.Sqrt(5));
        if (bias is not null)
        {
            var bound = 1 / Math.Sqrt(CountFan(weight, Fan.In));
            Uniform(bias, -bound, bound);
        }
    }

    private static double Gain(double negativeSlope) => Math.Sqrt(2.0 / (1 + (negativeSlope * negativeSlope)));

    private static long CountFan(Tensor weight, Fan fan)
    {
        if (weight.Rank < 2)
        {
            throw new ArgumentException($"{weight} has no fan: it needs two dimensions or more", nameof(weight));
        }

        var area = 1L;
        foreach (var size in weight.Shape[2..])
        {
            area *= size;
        }

        return area * weight.Size(fan == Fan.In ? 1 : 0);
    }

    private static double ErrorFunction(double x)
    {
        using var value = Tensor.Scalar(x);
        using var result = value.Erf();
        return result.Item();
    }
}
