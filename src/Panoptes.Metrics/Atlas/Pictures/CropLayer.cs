using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Metrics.Atlas.Pictures;

/// <summary>What is laid over a part of a photograph: segments in flat colors, with outlines.</summary>
/// <param name="crop">The part.</param>
internal sealed class CropLayer(CropFrame crop)
{
    private const int Dark = 100;
    private readonly ColorLayer layer = new(crop.Width, crop.Height);

    /// <summary>Lays colors down.</summary>
    /// <param name="colorAt">By pixel of the labels the color; null for none.</param>
    /// <param name="opacity">How much they hide, 1 to 255.</param>
    public void Tint(Func<int, int, Rgb?> colorAt, byte opacity)
    {
        for (var y = 0; y < crop.Height; y++)
        {
            for (var x = 0; x < crop.Width; x++)
            {
                if (colorAt(crop.SourceX(x), crop.SourceY(y)) is { } color)
                {
                    layer.Set((y * crop.Width) + x, color, opacity);
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
            for (var x = 0; x < crop.Width; x++)
            {
                var isIn = At(x, y);
                if (IsNear(x, y, !isIn, isIn ? 2 : 1))
                {
                    layer.Set((y * crop.Width) + x, isIn ? color : around);
                }
            }
        }
    }

    /// <summary>The bytes of a PNG.</summary>
    public byte[] Encode() => layer.Encode();
}
