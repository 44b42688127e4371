using Panoptes.Imaging;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>Lays a color over pixels.</summary>
internal static class Tint
{
    /// <summary>A copy of an image, to be drawn on.</summary>
    public static RgbImage Copy(RgbImage image) => new(image.Width, image.Height, [.. image.Pixels]);

    /// <summary>Mixes a pixel with a color in place.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="index">The pixel's place, row by row.</param>
    /// <param name="color">The color.</param>
    /// <param name="opacity">0 keeps the pixel, 1 is the color alone.</param>
    public static void Mix(RgbImage picture, int index, Rgb color, double opacity)
    {
        var pixel = picture.Pixels.AsSpan(3 * index, 3);
        (pixel[0], pixel[1], pixel[2]) = (Mixed(pixel[0], color.R), Mixed(pixel[1], color.G), Mixed(pixel[2], color.B));
        byte Mixed(byte from, byte to) => (byte)Math.Round(from + (opacity * (to - from)));
    }
}
