using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Metrics.Scoring;

/// <summary>Maps of ids drawn small, side by side.</summary>
internal static class Panels
{
    private static readonly Rgb White = new(255, 255, 255);

    /// <summary>How many pixels of a map become one, in both directions, so that it is at most this wide.</summary>
    public static int Step(int width, int most) => Math.Max(1, (width + most - 1) / most);

    /// <summary>
    /// A map in the colors of its ids, with outlines. Whole steps of pixels: every drawn pixel is one of the map's, so that
    /// thin segments do not blur.
    /// </summary>
    public static RgbImage Draw(int width, int height, int step, Func<int, int, int> idAt, Func<int, Rgb> colorOf, bool outlines = true)
    {
        var small = new Plane<int>(Math.Max(1, width / step), Math.Max(1, height / step));
        var image = new RgbImage(small.Width, small.Height);
        for (var y = 0; y < small.Height; y++)
        {
            for (var x = 0; x < small.Width; x++)
            {
                var id = idAt(x * step, y * step);
                small[x, y] = id;
                var color = colorOf(id);
                var at = ((y * small.Width) + x) * 3;
                (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]) = (color.R, color.G, color.B);
            }
        }

        if (outlines)
        {
            Boundaries.Draw(image, small, White);
        }

        return image;
    }

    /// <summary>Pictures of one height in a row.</summary>
    public static RgbImage Beside(params ReadOnlySpan<RgbImage> pictures)
    {
        const int Gap = 4;
        var width = -Gap;
        foreach (var picture in pictures)
        {
            width += picture.Width + Gap;
        }

        var row = Shapes.Blank(width, pictures[0].Height, White);
        var x = 0;
        foreach (var picture in pictures)
        {
            Shapes.Paste(row, x, 0, picture);
            x += picture.Width + Gap;
        }

        return row;
    }
}
