using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Photometrics;

/// <summary>
/// Erases a rectangle of an image, drawn as torchvision's RandomErasing draws it; its defaults. The logarithm of the proportions is even,
/// and a rectangle that does not fit is drawn again, up to 10 times.
/// </summary>
public sealed record RandomErasing
{
    private const int Tries = 10;

    /// <summary>Probability that a rectangle is erased.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>The least share of the image's area.</summary>
    public double AreaLow { get; init; } = 0.02;

    /// <summary>The largest.</summary>
    public double AreaHigh { get; init; } = 0.33;

    /// <summary>The least height over width.</summary>
    public double AspectLow { get; init; } = 0.3;

    /// <summary>The largest.</summary>
    public double AspectHigh { get; init; } = 3.3;

    /// <summary>Draws what is erased of an image.</summary>
    /// <param name="draws">The random numbers.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    /// <returns>Null where nothing is.</returns>
    public ErasedPart? Draw(IRandomSource draws, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(draws);
        if (draws.Uniform(0, 1) >= Probability)
        {
            return null;
        }

        for (var i = 0; i < Tries; i++)
        {
            var area = draws.Uniform(AreaLow, AreaHigh) * width * height;
            var aspect = Math.Exp(draws.Uniform(Math.Log(AspectLow), Math.Log(AspectHigh)));
            var (down, across) = ((int)Math.Round(Math.Sqrt(area * aspect)), (int)Math.Round(Math.Sqrt(area / aspect)));
            if (down > 0 && across > 0 && down < height && across < width)
            {
                var top = draws.Integer(0, height - down + 1);
                var left = draws.Integer(0, width - across + 1);
                return new ErasedPart(new PixelRectangle(left, top, left + across, top + down), draws.Integer(0, int.MaxValue));
            }
        }

        return null;
    }
}
