using Panoptes.Foundation;

namespace Panoptes.Imaging.Photometrics;

/// <summary>Where an augmentation's random numbers come from, in the order it asks for them.</summary>
public interface IRandomSource
{
    /// <summary>0 or 1, evenly.</summary>
    int Coin();

    /// <summary>Uniform in [low, high).</summary>
    double Uniform(double low, double high);

    /// <summary>A whole number in [low, high), evenly.</summary>
    int Integer(int low, int high);
}

/// <summary>Draws from a seeded generator.</summary>
/// <param name="random">The generator; advanced by every draw.</param>
public sealed class SeededDraws(SeededRandom random) : IRandomSource
{
    /// <inheritdoc/>
    public int Coin() => random.NextInt(0, 2);

    /// <inheritdoc/>
    public double Uniform(double low, double high) => random.NextDouble(low, high);

    /// <inheritdoc/>
    public int Integer(int low, int high) => random.NextInt(low, high);
}
