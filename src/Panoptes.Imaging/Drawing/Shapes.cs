namespace Panoptes.Imaging.Drawing;

/// <summary>Filled and outlined rectangles and pasted images; what falls outside of the image is left out.</summary>
public static class Shapes
{
    /// <summary>An image of one color.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="color">The color.</param>
    public static RgbImage Blank(int width, int height, Rgb color)
    {
        var image = new RgbImage(width, height);
        Fill(image, 0, 0, width, height, color);
        return image;
    }

    /// <summary>Fills a rectangle.</summary>
    /// <param name="image">The image; changed.</param>
    /// <param name="x">First column.</param>
    /// <param name="y">First row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="color">The color.</param>
    public static void Fill(RgbImage image, int x, int y, int width, int height, Rgb color)
    {
        var (left, right) = (Math.Max(0, x), (int)Math.Min(image.Width, (long)x + width));
        var (top, bottom) = (Math.Max(0, y), (int)Math.Min(image.Height, (long)y + height));
        for (var v = top; v < bottom; v++)
        {
            var row = image.Row(v);
            for (var u = left; u < right; u++)
            {
                (row[3 * u], row[(3 * u) + 1], row[(3 * u) + 2]) = (color.R, color.G, color.B);
            }
        }
    }

    /// <summary>Outlines a rectangle; the line lies inside of it.</summary>
    /// <param name="image">The image; changed.</param>
    /// <param name="x">First column.</param>
    /// <param name="y">First row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="color">The color.</param>
    /// <param name="thickness">Pixels the line is wide.</param>
    public static void Outline(RgbImage image, int x, int y, int width, int height, Rgb color, int thickness = 1)
    {
        Fill(image, x, y, width, thickness, color);
        Fill(image, x, y + height - thickness, width, thickness, color);
        Fill(image, x, y, thickness, height, color);
        Fill(image, x + width - thickness, y, thickness, height, color);
    }

    /// <summary>Copies an image into another.</summary>
    /// <param name="image">The image; changed.</param>
    /// <param name="x">Column of the pasted image's left edge.</param>
    /// <param name="y">Row of its top edge.</param>
    /// <param name="pasted">What is copied.</param>
    public static void Paste(RgbImage image, int x, int y, RgbImage pasted)
    {
        var (left, right) = (Math.Max(0, x), Math.Min(image.Width, x + pasted.Width));
        for (var v = Math.Max(0, y); v < Math.Min(image.Height, y + pasted.Height) && left < right; v++)
        {
            pasted.Row(v - y)[(3 * (left - x))..(3 * (right - x))].CopyTo(image.Row(v)[(3 * left)..]);
        }
    }
}
