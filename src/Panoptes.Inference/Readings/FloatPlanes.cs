namespace Panoptes.Inference.Readings;

/// <summary>Planes of numbers, resized bilinearly as libtorch does.</summary>
internal static class FloatPlanes
{
    /// <summary>A plane at another size.</summary>
    /// <param name="plane">height * width numbers.</param>
    /// <param name="from">Its width and height.</param>
    /// <param name="to">The result's width and height.</param>
    /// <param name="alignCorners">Whether the corner pixels' centers stay where they are.</param>
    public static float[] Resize(ReadOnlySpan<float> plane, (int Width, int Height) from, (int Width, int Height) to, bool alignCorners)
    {
        if (from == to)
        {
            return plane.ToArray();
        }

        var (columns, rows) = (Places(from.Width, to.Width, alignCorners), Places(from.Height, to.Height, alignCorners));
        var result = new float[to.Width * to.Height];
        for (var y = 0; y < to.Height; y++)
        {
            var (top, bottom, down) = rows[y];
            var above = plane.Slice(top * from.Width, from.Width);
            var below = plane.Slice(bottom * from.Width, from.Width);
            for (var x = 0; x < to.Width; x++)
            {
                var (left, right, across) = columns[x];
                var upper = ((1 - across) * above[left]) + (across * above[right]);
                var lower = ((1 - across) * below[left]) + (across * below[right]);
                result[(y * to.Width) + x] = ((1 - down) * upper) + (down * lower);
            }
        }

        return result;
    }

    /// <summary>The upper left part of a plane.</summary>
    public static float[] Crop(float[] plane, int width, (int Width, int Height) to)
    {
        if (width == to.Width && plane.Length == to.Width * to.Height)
        {
            return plane;
        }

        var result = new float[to.Width * to.Height];
        for (var y = 0; y < to.Height; y++)
        {
            plane.AsSpan(y * width, to.Width).CopyTo(result.AsSpan(y * to.Width));
        }

        return result;
    }

    // For every place of the result: the two it lies between, and how far it is from the first.
    private static (int First, int Second, float Share)[] Places(int from, int to, bool alignCorners)
    {
        var scale = alignCorners ? (to > 1 ? (float)(from - 1) / (to - 1) : 0) : (float)from / to;
        var places = new (int, int, float)[to];
        for (var k = 0; k < to; k++)
        {
            var at = alignCorners ? scale * k : Math.Max(0, (scale * (k + 0.5f)) - 0.5f);
            var first = Math.Min((int)at, from - 1);
            places[k] = (first, Math.Min(first + 1, from - 1), at - first);
        }

        return places;
    }
}
