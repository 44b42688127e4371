namespace Panoptes.Tensors.Modules;

/// <summary>What rectifiers do.</summary>
internal static class Rectifiers
{
    /// <summary>The least and the largest value that it leaves.</summary>
    public static (double Lower, double Upper) Bounds(this Rectifier rectifier) => rectifier switch
    {
        Rectifier.ReLU => (0, double.PositiveInfinity),
        Rectifier.ReLU6 => (0, 6),
        _ => (double.NegativeInfinity, double.PositiveInfinity),
    };

    /// <summary>Rectifies values in their place.</summary>
    /// <returns>The same tensor.</returns>
    public static Tensor Overwrite(this Rectifier rectifier, Tensor x) => rectifier switch
    {
        Rectifier.ReLU => x.ReluInPlace(),
        Rectifier.ReLU6 => ReLU6.Overwrite(x),
        _ => x,
    };
}
