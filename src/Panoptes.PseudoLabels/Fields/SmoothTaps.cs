namespace Panoptes.PseudoLabels.Fields;

/// <summary>
/// A Gaussian along one axis, scaled as k(i, j) / sqrt(d(i) d(j)) up to the ends of the axis, and cut where it is below 1e-4.
/// </summary>
internal sealed class SmoothTaps
{
    /// <summary>Makes the taps.</summary>
    /// <param name="length">Pixels along the axis.</param>
    /// <param name="sigma">Standard deviation in pixels.</param>
    public SmoothTaps(int length, double sigma)
    {
        Radius = Math.Min(length - 1, (int)Math.Ceiling(4.3 * sigma));
        var sums = new double[length];
        for (var i = 0; i < length; i++)
        {
            for (var j = Math.Max(0, i - Radius); j <= Math.Min(length - 1, i + Radius); j++)
            {
                sums[i] += Gaussian(i - j, sigma);
            }
        }

        Taps = new float[length * Count];
        for (var i = 0; i < length; i++)
        {
            for (var j = Math.Max(0, i - Radius); j <= Math.Min(length - 1, i + Radius); j++)
            {
                Taps[(i * Count) + j - i + Radius] = (float)(Gaussian(i - j, sigma) / Math.Sqrt(sums[i] * sums[j]));
            }
        }
    }

    /// <summary>Pixels to each side.</summary>
    public int Radius { get; }

    /// <summary>Taps a pixel.</summary>
    public int Count => (2 * Radius) + 1;

    /// <summary>The taps of every pixel; 0 beyond the ends.</summary>
    public float[] Taps { get; }

    private static double Gaussian(int distance, double sigma) => Math.Exp(-distance * (double)distance / (2 * sigma * sigma));
}
