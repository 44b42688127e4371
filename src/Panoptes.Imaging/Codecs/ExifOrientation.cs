namespace Panoptes.Imaging.Codecs;

/// <summary>How a stored picture must be turned to be upright; the numbers are those of EXIF tag 0x0112.</summary>
public enum ExifOrientation
{
    /// <summary>Stored upright.</summary>
    Normal = 1,

    /// <summary>Mirror left and right.</summary>
    MirrorHorizontal = 2,

    /// <summary>Turn by half.</summary>
    Rotate180 = 3,

    /// <summary>Mirror top and bottom.</summary>
    MirrorVertical = 4,

    /// <summary>Mirror about the main diagonal.</summary>
    Transpose = 5,

    /// <summary>Turn a quarter clockwise.</summary>
    Rotate90 = 6,

    /// <summary>Mirror about the other diagonal.</summary>
    Transverse = 7,

    /// <summary>Turn a quarter anticlockwise.</summary>
    Rotate270 = 8,
}

/// <summary>What follows from an orientation.</summary>
public static class ExifOrientations
{
    /// <summary>True where the upright picture's width is the stored one's height.</summary>
    public static bool SwapsAxes(this ExifOrientation orientation) => orientation >= ExifOrientation.Transpose;

    /// <summary>The upright picture. Returns the image itself where it is upright already.</summary>
    /// <param name="orientation">How the image is stored.</param>
    /// <param name="stored">The image as stored.</param>
    public static RgbImage Apply(this ExifOrientation orientation, RgbImage stored)
    {
        if (orientation == ExifOrientation.Normal)
        {
            return stored;
        }

        var (width, height) = orientation.SwapsAxes() ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var upright = new RgbImage(width, height);
        var (lastX, lastY) = (stored.Width - 1, stored.Height - 1);
        for (var y = 0; y < height; y++)
        {
            // The stored pixel of the row's first upright pixel, and the step to that of the next one.
            var (x0, y0, dx, dy) = orientation switch
            {
                ExifOrientation.MirrorHorizontal => (lastX, y, -1, 0),
                ExifOrientation.Rotate180 => (lastX, lastY - y, -1, 0),
                ExifOrientation.MirrorVertical => (0, lastY - y, 1, 0),
                ExifOrientation.Transpose => (y, 0, 0, 1),
                ExifOrientation.Rotate90 => (y, lastY, 0, -1),
                ExifOrientation.Transverse => (lastX - y, lastY, 0, -1),
                _ => (lastX - y, 0, 0, 1),
            };
            var source = ((y0 * stored.Width) + x0) * 3;
            var step = ((dy * stored.Width) + dx) * 3;
            var row = upright.Row(y);
            for (var x = 0; x < row.Length; x += 3, source += step)
            {
                row[x] = stored.Pixels[source];
                row[x + 1] = stored.Pixels[source + 1];
                row[x + 2] = stored.Pixels[source + 2];
            }
        }

        return upright;
    }
}
