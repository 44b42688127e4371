namespace Panoptes.Imaging.Drawing;

/// <summary>Colors for class ids.</summary>
public static class LabelColors
{
    /// <summary>Drawn for ids that are neither void nor have a color: loud, so that they are seen.</summary>
    public static Rgb Unknown => new(255, 0, 255);

    /// <summary>Colors that are far apart for neighboring ids: Pascal VOC's scheme, which spreads an id's bits over the channels.</summary>
    /// <param name="count">Colors wanted.</param>
    /// <param name="first">The id of the first one; VOC's id 0 is black.</param>
    public static IReadOnlyList<Rgb> Distinct(int count, int first = 1)
    {
        var colors = new Rgb[count];
        for (var i = 0; i < count; i++)
        {
            var (r, g, b) = (0, 0, 0);
            for (var (id, bit) = (first + i, 7); id != 0 && bit >= 0; id >>= 3, bit--)
            {
                r |= (id & 1) << bit;
                g |= (id >> 1 & 1) << bit;
                b |= (id >> 2 & 1) << bit;
            }

            colors[i] = new Rgb((byte)r, (byte)g, (byte)b);
        }

        return colors;
    }

    /// <summary>The color of a segment or instance id, any number: spread by hashing, never dark.</summary>
    public static Rgb OfSegment(long id)
    {
        var hash = (ulong)id * 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
        hash *= 0xBF58476D1CE4E5B9;
        return new Rgb((byte)(64 + (hash >> 40) % 192), (byte)(64 + (hash >> 48) % 192), (byte)(64 + (hash >> 56) % 192));
    }
}
