using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Masks;

/// <summary>A box in COCO's form: left, top, width and height in pixels; fractions are allowed.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
public readonly record struct MaskBox(double X, double Y, double Width, double Height)
{
    /// <summary>Width times height.</summary>
    public double Area => Width * Height;

    /// <summary>The pixels of a box whose edges are whole numbers, as those of masks are; others are cut off toward 0.</summary>
    public PixelRectangle ToPixels() => new((int)X, (int)Y, (int)(X + Width), (int)(Y + Height));

    /// <summary>
    /// Intersection over union with a ground-truth box; over this box's own area where that is a crowd; 0 where they do not meet.
    /// </summary>
    public double IoU(MaskBox truth, bool crowd = false)
    {
        var w = Math.Min(Width + X, truth.Width + truth.X) - Math.Max(X, truth.X);
        if (w <= 0)
        {
            return 0;
        }

        var h = Math.Min(Height + Y, truth.Height + truth.Y) - Math.Max(Y, truth.Y);
        if (h <= 0)
        {
            return 0;
        }

        var intersection = w * h;
        return intersection / (crowd ? Area : Area + truth.Area - intersection);
    }
}
