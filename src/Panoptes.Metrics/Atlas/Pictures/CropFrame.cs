using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics.Atlas.Pictures;

/// <summary>The part of an image that a picture shows, and how large it is drawn.</summary>
/// <param name="Part">The part.</param>
/// <param name="Width">Width of the picture in pixels.</param>
/// <param name="Height">Height of the picture in pixels.</param>
internal sealed record CropFrame(PixelRectangle Part, int Width, int Height)
{
    private const int LeastSide = 48;
    private const double Margin = 0.3;
    private const int MostTimes = 4;

    /// <summary>A box with what is round it; small ones are enlarged by whole steps.</summary>
    public static CropFrame Round(MaskBox box, int imageWidth, int imageHeight, int width, int height)
    {
        var (left, right) = Span(box.X, box.Width, imageWidth);
        var (top, bottom) = Span(box.Y, box.Height, imageHeight);
        return Fit(new PixelRectangle(left, top, right, bottom), width, height);
    }

    /// <summary>A whole image.</summary>
    public static CropFrame Whole(int imageWidth, int imageHeight, int width, int height) =>
        Fit(new PixelRectangle(0, 0, imageWidth, imageHeight), width, height);

    /// <summary>The image's column of a column of the picture.</summary>
    public int SourceX(int x) => Part.Left + (int)((x + 0.5) * Part.Width / Width);

    /// <summary>The image's row of a row of the picture.</summary>
    public int SourceY(int y) => Part.Top + (int)((y + 0.5) * Part.Height / Height);

    private static CropFrame Fit(PixelRectangle part, int width, int height)
    {
        var times = Math.Min((double)width / part.Width, (double)height / part.Height);
        times = times >= 1 ? Math.Min(MostTimes, Math.Floor(times)) : times;
        return new CropFrame(
            part, Math.Max(1, (int)Math.Round(part.Width * times)), Math.Max(1, (int)Math.Round(part.Height * times)));
    }

    private static (int Low, int High) Span(double low, double length, int most)
    {
        var wanted = Math.Min(most, Math.Max(LeastSide, length * (1 + (2 * Margin))));
        var from = Math.Clamp(low + ((length - wanted) / 2), 0, most - wanted);
        return ((int)from, Math.Min(most, (int)Math.Ceiling(from + wanted)));
    }
}
