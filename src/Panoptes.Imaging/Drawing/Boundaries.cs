using System.Numerics;

namespace Panoptes.Imaging.Drawing;

/// <summary>On which pixels the line between two labels is drawn.</summary>
public enum BoundaryLine
{
    /// <summary>Two pixels wide, one on either side: centered on the true boundary.</summary>
    Centered,

    /// <summary>One pixel wide, on the upper or left side.</summary>
    Thin,
}

/// <summary>The lines between labels, drawn on the image itself: where labels and image disagree, it shows.</summary>
public static class Boundaries
{
    /// <summary>Draws the boundaries of a label map in place.</summary>
    /// <typeparam name="T">Type of an id: class ids, or instance ids to outline each object.</typeparam>
    /// <param name="image">The image; changed.</param>
    /// <param name="labels">Ids, the image's size.</param>
    /// <param name="color">Color of the line.</param>
    /// <param name="line">On which pixels it lies.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Draw<T>(RgbImage image, Plane<T> labels, Rgb color, BoundaryLine line = BoundaryLine.Centered)
        where T : unmanaged, IBinaryInteger<T>
    {
        Overlay.Check(image, labels);
        for (var y = 0; y < labels.Height; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < labels.Width; x++)
            {
                if (IsBoundary(labels, x, y, line))
                {
                    (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = (color.R, color.G, color.B);
                }
            }
        }
    }

    /// <summary>Whether a pixel belongs to the line.</summary>
    /// <typeparam name="T">Type of an id.</typeparam>
    /// <param name="labels">Ids.</param>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="line">On which pixels the line lies.</param>
    public static bool IsBoundary<T>(Plane<T> labels, int x, int y, BoundaryLine line = BoundaryLine.Centered)
        where T : unmanaged, IBinaryInteger<T>
    {
        var id = labels[x, y];
        return (x + 1 < labels.Width && labels[x + 1, y] != id)
            || (y + 1 < labels.Height && labels[x, y + 1] != id)
            || (line == BoundaryLine.Centered && ((x > 0 && labels[x - 1, y] != id) || (y > 0 && labels[x, y - 1] != id)));
    }
}
