using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Metrics.Atlas.Pictures;

/// <summary>A part of a photograph, on which segments are tinted and outlined.</summary>
internal sealed class CropCanvas
{
    private const int Ground = 52;
    private const int Dark = 100;
    private readonly CropFrame crop;

    private CropCanvas(CropFrame crop, RgbImage image) => (this.crop, Image) = (crop, image);

    /// <summary>The picture so far.</summary>
    public RgbImage Image { get; }

    /// <summary>The part as the photograph shows it; dark gray where there is none.</summary>
    /// <param name="photograph">The photograph, of the labels' size or of another one; null for none.</param>
    /// <param name="width">Width of the labels in pixels.</param>
    /// <param name="height">Height of the labels in pixels.</param>
    /// <param name="crop">The part, in the labels' pixels.</param>
    public static CropCanvas Of(RgbImage? photograph, int width, int height, CropFrame crop)
    {
        if (photograph is null)
        {
            return new CropCanvas(crop, Shapes.Blank(crop.Width, crop.Height, new Rgb(Ground, Ground, Ground)));
        }

        var image = new RgbImage(crop.Width, crop.Height);
        var (scaleX, scaleY) = ((double)photograph.Width / width, (double)photograph.Height / height);
        for (var y = 0; y < crop.Height; y++)
        {
            var (top, bottom) = Span(y, crop.Height, crop.Part.Top, crop.Part.Height, scaleY, photograph.Height);
            var row = image.Row(y);
            for (var x = 0; x < crop.Width; x++)
            {
                var (left, right) = Span(x, crop.Width, crop.Part.Left, crop.Part.Width, scaleX, photograph.Width);
                Average(photograph, left, top, right, bottom, row.Slice(3 * x, 3));
            }
        }

        return new CropCanvas(crop, image);
    }

    /// <summary>Another canvas of the same pixels.</summary>
    public CropCanvas Copy() => new(crop, new RgbImage(Image.Width, Image.Height, [.. Image.Pixels]));

    /// <summary>Mixes colors in.</summary>
    /// <param name="colorAt">By pixel of the labels the color; null for none.</param>
    /// <param name="share">How much of it, 0 to 1.</param>
    public void Tint(Func<int, int, Rgb?> colorAt, double share)
    {
        for (var y = 0; y < crop.Height; y++)
        {
            var row = Image.Row(y);
            for (var x = 0; x < crop.Width; x++)
            {
                if (colorAt(crop.SourceX(x), crop.SourceY(y)) is { } color)
                {
                    row[3 * x] = Mixed(row[3 * x], color.R, share);
                    row[(3 * x) + 1] = Mixed(row[(3 * x) + 1], color.G, share);
                    row[(3 * x) + 2] = Mixed(row[(3 * x) + 2], color.B, share);
                }
            }
        }
    }

    /// <summary>Outlines a region: a line of its color inside, and a black or white one around it, to be seen on any ground.</summary>
    /// <param name="isInside">Whether a pixel of the labels belongs to it.</param>
    /// <param name="color">Its color.</param>
    public void Outline(Func<int, int, bool> isInside, Rgb color)
    {
        var inside = new bool[crop.Width * crop.Height];
        for (var i = 0; i < inside.Length; i++)
        {
            inside[i] = isInside(crop.SourceX(i % crop.Width), crop.SourceY(i / crop.Width));
        }

        var around = (0.299 * color.R) + (0.587 * color.G) + (0.114 * color.B) < Dark ? new Rgb(255, 255, 255) : default;
        bool At(int x, int y) => x >= 0 && y >= 0 && x < crop.Width && y < crop.Height && inside[(y * crop.Width) + x];
        bool IsNear(int x, int y, bool what, int reach)
        {
            for (var dy = -reach; dy <= reach; dy++)
            {
                for (var dx = -reach; dx <= reach; dx++)
                {
                    if (x + dx >= 0 && y + dy >= 0 && x + dx < crop.Width && y + dy < crop.Height && At(x + dx, y + dy) == what)
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        for (var y = 0; y < crop.Height; y++)
        {
            var row = Image.Row(y);
            for (var x = 0; x < crop.Width; x++)
            {
                var isIn = At(x, y);
                if (IsNear(x, y, !isIn, isIn ? 2 : 1))
                {
                    var line = isIn ? color : around;
                    (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = (line.R, line.G, line.B);
                }
            }
        }
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

    private static byte Mixed(byte from, byte to, double share) => (byte)Math.Round((from * (1 - share)) + (to * share));
}
