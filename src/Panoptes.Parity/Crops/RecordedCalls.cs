using Panoptes.Imaging.Photometrics;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Crops;

/// <summary>Plays recorded random numbers in the order in which they are asked for: call k gave (u(prefix + k, 0) + 1) / 2.</summary>
/// <param name="prefix">The fixture's prefix.</param>
/// <param name="calls">The numbers of the calls, in that order.</param>
internal sealed class RecordedCalls(string prefix, params int[] calls) : IRandomSource
{
    private int next;

    /// <summary>Whether all calls were asked for.</summary>
    public bool IsUsedUp => next == calls.Length;

    /// <inheritdoc/>
    public int Coin() => Integer(0, 2);

    /// <inheritdoc/>
    public double Uniform(double low, double high) => low + ((high - low) * Next());

    /// <inheritdoc/>
    public int Integer(int low, int high) => low + (int)Math.Floor(Next() * ((long)high - low));

    private double Next() => (Formula.Values($"{prefix}{calls[next++]}", 1)[0] + 1.0) / 2;
}
