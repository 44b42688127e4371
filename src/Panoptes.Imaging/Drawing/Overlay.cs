using System.Numerics;

namespace Panoptes.Imaging.Drawing;

/// <summary>Draws label maps over images.</summary>
public static class Overlay
{
    /// <summary>The id that marks pixels without a label, where none is given.</summary>
    public const int DefaultVoid = 255;

    private const int HatchPeriod = 8;

    /// <summary>The colors of a label map alone. Void is black with a gray hatch.</summary>
    /// <typeparam name="T">Type of an id.</typeparam>
    /// <param name="labels">Class ids.</param>
    /// <param name="colors">Color of each id; ids beyond it (and not void) are drawn in <see cref="LabelColors.Unknown"/>.</param>
    /// <param name="voidId">The id of pixels without a label.</param>
    public static RgbImage Colors<T>(Plane<T> labels, IReadOnlyList<Rgb> colors, int voidId = DefaultVoid)
        where T : unmanaged, IBinaryInteger<T> =>
        Labels(new RgbImage(labels.Width, labels.Height), labels, colors, 1, voidId);

    /// <summary>An image with its labels' colors laid over it. Void keeps the image and gets a hatch.</summary>
    /// <typeparam name="T">Type of an id.</typeparam>
    /// <param name="image">The image; not changed.</param>
    /// <param name="labels">Class ids, the image's size.</param>
    /// <param name="colors">Color of each id; ids beyond it (and not void) are drawn in <see cref="LabelColors.Unknown"/>.</param>
    /// <param name="alpha">0 shows the image alone, 1 the colors alone.</param>
    /// <param name="voidId">The id of pixels without a label.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static RgbImage Labels<T>(
        RgbImage image, Plane<T> labels, IReadOnlyList<Rgb> colors, double alpha = 0.5, int voidId = DefaultVoid)
        where T : unmanaged, IBinaryInteger<T>
    {
        Check(image, labels);
        var output = new RgbImage(image.Width, image.Height);
        var weight = (int)Math.Round(Math.Clamp(alpha, 0, 1) * 256);
        for (var y = 0; y < image.Height; y++)
        {
            var source = image.Row(y);
            var target = output.Row(y);
            var ids = labels.Row(y);
            for (var x = 0; x < ids.Length; x++)
            {
                var id = long.CreateSaturating(ids[x]);
                var from = source.Slice(3 * x, 3);
                var to = target.Slice(3 * x, 3);
                if (id == voidId)
                {
                    Mix(from, new Rgb(128, 128, 128), IsHatch(x, y) ? 160 : 0, to);
                }
                else
                {
                    Mix(from, id >= 0 && id < colors.Count ? colors[(int)id] : LabelColors.Unknown, weight, to);
                }
            }
        }

        return output;
    }

    /// <summary>Hatches the pixels of one id in place, such as void.</summary>
    /// <typeparam name="T">Type of an id.</typeparam>
    /// <param name="image">The image; changed.</param>
    /// <param name="labels">Ids, the image's size.</param>
    /// <param name="id">The id whose pixels are hatched.</param>
    /// <param name="color">Color of the lines.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Hatch<T>(RgbImage image, Plane<T> labels, T id, Rgb color)
        where T : unmanaged, IBinaryInteger<T>
    {
        Check(image, labels);
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            var ids = labels.Row(y);
            for (var x = 0; x < ids.Length; x++)
            {
                if (ids[x] == id && IsHatch(x, y))
                {
                    Mix(row.Slice(3 * x, 3), color, 256, row.Slice(3 * x, 3));
                }
            }
        }
    }

    internal static void Check<T>(RgbImage image, Plane<T> labels)
        where T : unmanaged
    {
        if (image.Width != labels.Width || image.Height != labels.Height)
        {
            throw new ArgumentException(
                $"labels of {labels.Width}x{labels.Height} pixels given for an image of {image.Width}x{image.Height}");
        }
    }

    internal static bool IsHatch(int x, int y) => (x + y) % HatchPeriod < 2;

    internal static void Mix(ReadOnlySpan<byte> from, Rgb color, int weight, Span<byte> to)
    {
        to[0] = (byte)(((from[0] * (256 - weight)) + (color.R * weight) + 128) >> 8);
        to[1] = (byte)(((from[1] * (256 - weight)) + (color.G * weight) + 128) >> 8);
        to[2] = (byte)(((from[2] * (256 - weight)) + (color.B * weight) + 128) >> 8);
    }
}
