using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.PseudoLabels.Maps;

namespace Panoptes.PseudoLabels.Files;

/// <summary>Reads maps that networks wrote: features and logits (.npy), depth (.npy or 16-bit .png), ids (.png of 8 or 16 bits).</summary>
public static class MapFile
{
    /// <summary>Reads several channels a pixel.</summary>
    /// <param name="path">A .npy file of three axes; a leading axis of size 1 is dropped.</param>
    /// <param name="layout">Their order.</param>
    /// <param name="source">The setting that names the file.</param>
    /// <exception cref="InputException">It is missing, damaged, of other axes, or holds a number that is not finite.</exception>
    public static ChannelMap Channels(string path, MapLayout layout, string source)
    {
        var array = NpyArray.Read(path, source);
        int[] shape = [.. array.Shape.Count == 4 && array.Shape[0] == 1 ? array.Shape.Skip(1) : array.Shape];
        if (shape.Length != 3)
        {
            throw new InputException(
                path, $"an array of shape ({string.Join(", ", array.Shape)})",
                layout == MapLayout.Chw ? "(channels, rows, columns)" : "(rows, columns, channels)",
                $"save one map a file, or correct {source}");
        }

        RequireFinite(path, array.Values);
        return layout == MapLayout.Hwc
            ? new ChannelMap(shape[1], shape[0], shape[2], array.Values)
            : Turned(array.Values, shape[0], shape[1], shape[2]);
    }

    /// <summary>Reads windows of one image, side by side in one file.</summary>
    /// <param name="path">A .npy file (windows, channels, rows, columns) or (windows, rows, columns, channels).</param>
    /// <param name="layout">The order of each.</param>
    /// <param name="source">The setting that names the file.</param>
    /// <exception cref="InputException">It is missing, damaged, of other axes, or holds a number that is not finite.</exception>
    public static IReadOnlyList<ChannelMap> Windows(string path, MapLayout layout, string source)
    {
        var array = NpyArray.Read(path, source);
        if (array.Shape is not [var count, var a, var b, var c])
        {
            throw new InputException(
                path, $"an array of shape ({string.Join(", ", array.Shape)})", "four axes, windows first", "stack the windows of an image");
        }

        RequireFinite(path, array.Values);
        var size = a * b * c;
        return [.. Enumerable.Range(0, count).Select(i => layout == MapLayout.Hwc
            ? new ChannelMap(b, a, c, array.Values.AsSpan(i * size, size).ToArray())
            : Turned(array.Values.AsSpan(i * size, size), a, b, c))];
    }

    /// <summary>Reads one number a pixel, such as depth, as it is stored.</summary>
    /// <param name="path">A .npy file (rows, columns), with leading axes of size 1 or not, or a gray PNG.</param>
    /// <param name="source">The setting that names the file.</param>
    /// <exception cref="InputException">It is missing, damaged or of other axes.</exception>
    public static Plane<float> Numbers(string path, string source)
    {
        if (!path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            var stored = Ids(path, source);
            return new Plane<float>(stored.Width, stored.Height, Array.ConvertAll(stored.Pixels, number => (float)number));
        }

        var array = NpyArray.Read(path, source);
        int[] shape = [.. array.Shape.SkipWhile((side, i) => side == 1 && array.Shape.Count - i > 2)];
        return shape.Length == 2 ? new Plane<float>(shape[1], shape[0], array.Values) : throw new InputException(
            path, $"an array of shape ({string.Join(", ", array.Shape)})", "(rows, columns)", $"save one map a file, or correct {source}");
    }

    /// <summary>Reads ids.</summary>
    /// <param name="path">A gray PNG of up to 16 bits, or a palette's indices.</param>
    /// <param name="source">The setting that names the file.</param>
    /// <exception cref="InputException">It is missing, damaged or no such PNG.</exception>
    public static Plane<ushort> Ids(string path, string source) => File.Exists(path)
        ? PngFile.ReadLabels<ushort>(path)
        : throw new InputException(path, "no such file", "a gray PNG of 8 or 16 bits", $"write it, or correct {source}");

    private static void RequireFinite(string path, float[] values)
    {
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var at)
        {
            throw new InputException(path, $"{values[at]} at element {at}", "finite numbers", "look at what wrote the file");
        }
    }

    private static ChannelMap Turned(ReadOnlySpan<float> values, int channels, int height, int width)
    {
        var map = new ChannelMap(width, height, channels);
        for (var c = 0; c < channels; c++)
        {
            var plane = values.Slice(c * map.Pixels, map.Pixels);
            for (var i = 0; i < plane.Length; i++)
            {
                map.Values[(i * channels) + c] = plane[i];
            }
        }

        return map;
    }
}
