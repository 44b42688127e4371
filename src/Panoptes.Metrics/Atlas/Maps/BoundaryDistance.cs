using Panoptes.Imaging;

namespace Panoptes.Metrics.Atlas.Maps;

/// <summary>
/// How far every pixel lies from the nearest one of another segment, in pixels, diagonal steps counted as one: 1 right at the boundary. The
/// edge of the image is no boundary.
/// </summary>
public static class BoundaryDistance
{
    /// <summary>Distances from this one on are not told apart.</summary>
    public const byte Far = 255;

    /// <summary>The distances, row by row.</summary>
    /// <param name="ids">Ids of segments; equal ones are one segment.</param>
    public static byte[] Of(Plane<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var distances = new byte[ids.Pixels.Length];
        distances.AsSpan().Fill(Far);

        // Two passes are exact for this distance: every nearest pixel is reached by steps down and to the right, or up and to the left.
        for (var y = 0; y < ids.Height; y++)
        {
            Sweep(ids, distances, y, -1);
        }

        for (var y = ids.Height - 1; y >= 0; y--)
        {
            Sweep(ids, distances, y, 1);
        }

        return distances;
    }

    // Along a row to the right (way -1) or to the left (1), from the pixel behind and the three of the row before.
    private static void Sweep(Plane<int> ids, byte[] distances, int y, int way)
    {
        var width = ids.Width;
        var hasOther = y + way >= 0 && y + way < ids.Height;
        var row = ids.Row(y);
        var own = distances.AsSpan(y * width, width);
        var other = hasOther ? ids.Row(y + way) : row;
        var theirs = hasOther ? distances.AsSpan((y + way) * width, width) : own;
        for (var i = 0; i < width; i++)
        {
            var x = way < 0 ? i : width - 1 - i;
            var (id, least) = (row[x], (int)own[x]);
            if (i > 0)
            {
                least = Math.Min(least, row[x + way] != id ? 1 : own[x + way] + 1);
            }

            if (hasOther)
            {
                least = Math.Min(least, other[x] != id ? 1 : theirs[x] + 1);
                if (x > 0)
                {
                    least = Math.Min(least, other[x - 1] != id ? 1 : theirs[x - 1] + 1);
                }

                if (x < width - 1)
                {
                    least = Math.Min(least, other[x + 1] != id ? 1 : theirs[x + 1] + 1);
                }
            }

            own[x] = (byte)Math.Min(least, Far);
        }
    }
}
