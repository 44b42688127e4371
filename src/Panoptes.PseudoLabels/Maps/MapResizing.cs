namespace Panoptes.PseudoLabels.Maps;

/// <summary>Brings maps to another size.</summary>
public static class MapResizing
{
    /// <summary>Bilinear between pixel centers, the edge repeated.</summary>
    /// <param name="map">The map.</param>
    /// <param name="width">The new width.</param>
    /// <param name="height">The new height.</param>
    public static ChannelMap Bilinear(ChannelMap map, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Width == width && map.Height == height)
        {
            return map;
        }

        var resized = new ChannelMap(width, height, map.Channels);
        for (var y = 0; y < height; y++)
        {
            var (top, bottom, down) = Between(y, height, map.Height);
            for (var x = 0; x < width; x++)
            {
                var (left, right, along) = Between(x, width, map.Width);
                Span<float> a = map.Of((top * map.Width) + left), b = map.Of((top * map.Width) + right);
                Span<float> c = map.Of((bottom * map.Width) + left), d = map.Of((bottom * map.Width) + right);
                var to = resized.Of((y * width) + x);
                for (var k = 0; k < to.Length; k++)
                {
                    var (upper, lower) = (a[k] + (along * (b[k] - a[k])), c[k] + (along * (d[k] - c[k])));
                    to[k] = upper + (down * (lower - upper));
                }
            }
        }

        return resized;
    }

    private static (int First, int Second, float Share) Between(int at, int size, int sourceSize)
    {
        var place = Math.Clamp(((at + 0.5) * sourceSize / size) - 0.5, 0, sourceSize - 1);
        var first = (int)place;
        return (first, Math.Min(sourceSize - 1, first + 1), (float)(place - first));
    }
}
