using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Pipelines;

/// <summary>
/// A picture from whose colors the place along one axis can be read after any resampling, to about a tenth of a pixel: red rises over the
/// whole length, green and blue go up and down by turns, half a run apart, so that one of them is always away from its turning points.
/// </summary>
internal sealed class CoordinateImage
{
    private readonly int length;
    private readonly double run;

    /// <summary>Chooses how fast colors change.</summary>
    /// <param name="length">Pixels along the axis.</param>
    public CoordinateImage(int length) => (this.length, run) = (length, Math.Max(64, length / 40.0));

    /// <summary>Draws the picture.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="isAcross">Whether the axis runs across.</param>
    public RgbImage Draw(int width, int height, bool isAcross)
    {
        var image = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = (isAcross ? x : y) + 0.5;
                var pixel = image.Pixels.AsSpan(((y * width) + x) * 3, 3);
                (pixel[0], pixel[1], pixel[2]) = (Level(at / length), Level(Wave(at / run)), Level(Wave((at / run) + 0.5)));
            }
        }

        return image;
    }

    /// <summary>Reads the place from colors, in pixels along the axis.</summary>
    public double Read(double red, double green, double blue)
    {
        var coarse = red / 255 * length / run;
        var (first, second) = (green / 255, blue / 255);
        var isFirst = Math.Abs(first - 0.5) <= Math.Abs(second - 0.5);
        return run * (isFirst ? Nearest(first, coarse) : Nearest(second, coarse + 0.5) - 0.5);
    }

    private static byte Level(double share) => (byte)Math.Round(255 * share);

    /// <summary>Up from 0 to 1 and down again, by turns.</summary>
    private static double Wave(double phase)
    {
        var within = phase - (2 * Math.Floor(phase / 2));
        return within <= 1 ? within : 2 - within;
    }

    /// <summary>The phase nearest to a coarse one at which the wave has a value.</summary>
    private static double Nearest(double value, double coarse)
    {
        var rising = value + (2 * Math.Round((coarse - value) / 2));
        var falling = -value + (2 * Math.Round((coarse + value) / 2));
        return Math.Abs(rising - coarse) <= Math.Abs(falling - coarse) ? rising : falling;
    }
}
