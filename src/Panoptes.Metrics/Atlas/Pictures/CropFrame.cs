using Panoptes.Imaging;
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

    /// <summary>The image's column of a column of the picture.</summary>
    public int SourceX(int x) => Part.Left + (int)((x + 0.5) * Part.Width / Width);

    /// <summary>The image's row of a row of the picture.</summary>
    public int SourceY(int y) => Part.Top + (int)((y + 0.5) * Part.Height / Height);

    /// <summary>The part as a photograph shows it.</summary>
    /// <param name="photograph">The photograph, of the labels' size or of another one.</param>
    /// <param name="width">Width of the labels in pixels.</param>
    /// <param name="height">Height of the labels in pixels.</param>
    public RgbImage Of(RgbImage photograph, int width, int height)
    {
        var image = new RgbImage(Width, Height);
        var (scaleX, scaleY) = ((double)photograph.Width / width, (double)photograph.Height / height);
        for (var y = 0; y < Height; y++)
        {
            var (top, bottom) = Span(y, Height, Part.Top, Part.Height, scaleY, photograph.Height);
            var row = image.Row(y);
            for (var x = 0; x < Width; x++)
            {
                var (left, right) = Span(x, Width, Part.Left, Part.Width, scaleX, photograph.Width);
                Average(photograph, left, top, right, bottom, row.Slice(3 * x, 3));
            }
        }

        return image;
    }

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

    private static (int Low, int High) Span(int at, int count, int first, int length, double scale, int most)
    {
        var low = (int)((first + ((double)at * length / count)) * scale);
        var high = (int)((first + ((double)(at + 1) * length / count)) * scale);
        low = Math.Clamp(low, 0, most - 1);
        return (low, Math.Clamp(high, low + 1, most));
    }

    private static void Average(RgbImage image, int left, int top, int right, int bottom, Span<byte> to)
    {
        var (r, g, b) = (0, 0, 0);
        for (var y = top; y < bottom; y++)
        {
            var row = image.Row(y)[(3 * left)..(3 * right)];
            for (var i = 0; i < row.Length; i += 3)
            {
                (r, g, b) = (r + row[i], g + row[i + 1], b + row[i + 2]);
            }
        }

        var count = (right - left) * (bottom - top);
        (to[0], to[1], to[2]) = ((byte)(r / count), (byte)(g / count), (byte)(b / count));
    }
}
