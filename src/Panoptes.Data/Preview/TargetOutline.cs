using Panoptes.Data.Sampling;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Preview;

/// <summary>Draws what a crop is laid round.</summary>
public static class TargetOutline
{
    private const int LeastSide = 3;
    private const int Thickness = 2;

    /// <summary>Outlines the box of a crop's target, as far as the crop shows it.</summary>
    /// <param name="picture">The crop's picture, of any size; changed.</param>
    /// <param name="geometry">How the image was moved.</param>
    /// <param name="target">The target.</param>
    /// <param name="color">The color of the line.</param>
    public static void Draw(RgbImage picture, Geometry geometry, CropTarget target, Rgb color)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(target);
        var (left, top, right, bottom) = target.BoxIn(geometry);
        var (x, y) = ((double)picture.Width / geometry.Width, (double)picture.Height / geometry.Height);
        var (first, above) = ((int)(left * x), (int)(top * y));
        var (width, height) = ((int)Math.Ceiling(right * x) - first, (int)Math.Ceiling(bottom * y) - above);
        Shapes.Outline(picture, first, above, Math.Max(LeastSide, width), Math.Max(LeastSide, height), color, Thickness);
    }
}
