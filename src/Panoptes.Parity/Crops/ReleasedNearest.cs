using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Parity.Crops;

/// <summary>Moves ids as the released codes' libraries do, which is up to half a source pixel from where pixel centers fall.</summary>
internal static class ReleasedNearest
{
    /// <summary>Pillow, of 8-bit maps: its position begins at half a step and adds a step in 64 bits for each pixel.</summary>
    public static int[] Pillow(int source, int resized)
    {
        var step = (double)source / resized;
        var table = new int[resized];
        var at = step * 0.5;
        for (var i = 0; i < resized; i++, at += step)
        {
            table[i] = Math.Min((int)at, source - 1);
        }

        return table;
    }

    /// <summary>Torch's <c>nearest</c>, of maps of floats: the product of pixel and step in 32 bits.</summary>
    public static int[] Torch(int source, int resized)
    {
        var step = (float)source / resized;
        return [.. Enumerable.Range(0, resized).Select(i => Math.Min((int)MathF.Floor(i * step), source - 1))];
    }

    /// <summary>The ids of a crop.</summary>
    /// <param name="ids">The whole map.</param>
    /// <param name="geometry">How the image was moved.</param>
    /// <param name="rule">Which source pixel every pixel of the resized map takes: <see cref="Pillow"/> or <see cref="Torch"/>.</param>
    /// <param name="fill">The id of padding.</param>
    public static Plane<int> Move(Plane<int> ids, Geometry geometry, Func<int, int, int[]> rule, int fill)
    {
        var crop = CropPlace.Of(geometry);
        var (columns, rows) = (rule(ids.Width, crop.ResizedWidth), rule(ids.Height, crop.ResizedHeight));
        var moved = new Plane<int>(geometry.Width, geometry.Height);
        Array.Fill(moved.Pixels, fill);
        for (var y = 0; y < crop.Height; y++)
        {
            for (var x = 0; x < crop.Width; x++)
            {
                var column = crop.X + (geometry.MirrorX ? crop.Width - 1 - x : x);
                moved[x, y] = ids[columns[column], rows[crop.Y + y]];
            }
        }

        return moved;
    }
}
