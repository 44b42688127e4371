using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Metrics.Atlas.Pictures;

/// <summary>Pictures of one height in a row.</summary>
internal static class SideBySide
{
    private const int Gap = 4;

    /// <summary>The row, with white between the pictures.</summary>
    public static RgbImage Join(params ReadOnlySpan<RgbImage> pictures)
    {
        var width = -Gap;
        foreach (var picture in pictures)
        {
            width += picture.Width + Gap;
        }

        var row = Shapes.Blank(width, pictures[0].Height, Rgb.White);
        var x = 0;
        foreach (var picture in pictures)
        {
            Shapes.Paste(row, x, 0, picture);
            x += picture.Width + Gap;
        }

        return row;
    }
}
