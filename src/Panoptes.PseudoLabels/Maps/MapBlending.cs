using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Maps;

/// <summary>
/// Lays maps of one image together (spec 4.1, step 5). Averages are taken of what is given: log-probabilities, as CUPS does.
/// </summary>
public static class MapBlending
{
    /// <summary>A map averaged with that of the mirrored image, mirrored back.</summary>
    /// <exception cref="ArgumentException">The maps differ in size.</exception>
    public static ChannelMap AverageFlipped(ChannelMap map, ChannelMap ofMirrored)
    {
        RequireAlike(map, ofMirrored);
        var average = new ChannelMap(map.Width, map.Height, map.Channels);
        for (var i = 0; i < map.Pixels; i++)
        {
            var (y, x) = Math.DivRem(i, map.Width);
            Span<float> own = map.Of(i), other = ofMirrored.Of((y * map.Width) + map.Width - 1 - x), to = average.Of(i);
            for (var c = 0; c < to.Length; c++)
            {
                to[c] = (own[c] + other[c]) / 2;
            }
        }

        return average;
    }

    /// <summary>w A + (1 - w) B with w = 1 / (depth + 1): near pixels from the whole image, far ones from its windows.</summary>
    /// <param name="whole">A, of the whole image.</param>
    /// <param name="windows">B, of windows of it, of the same size.</param>
    /// <param name="depth">In meters, of the same size; where it is not known, both count alike.</param>
    /// <exception cref="ArgumentException">The maps differ in size.</exception>
    public static ChannelMap ByDepth(ChannelMap whole, ChannelMap windows, Plane<float> depth)
    {
        RequireAlike(whole, windows);
        ArgumentNullException.ThrowIfNull(depth);
        if (depth.Width != whole.Width || depth.Height != whole.Height)
        {
            throw new ArgumentException("depth and maps differ in size", nameof(depth));
        }

        var blended = new ChannelMap(whole.Width, whole.Height, whole.Channels);
        for (var i = 0; i < whole.Pixels; i++)
        {
            var weight = depth.Pixels[i] > 0 ? 1 / (depth.Pixels[i] + 1) : 0.5f;
            Span<float> a = whole.Of(i), b = windows.Of(i), to = blended.Of(i);
            for (var c = 0; c < to.Length; c++)
            {
                to[c] = (weight * a[c]) + ((1 - weight) * b[c]);
            }
        }

        return blended;
    }

    private static void RequireAlike(ChannelMap first, ChannelMap second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Width != second.Width || first.Height != second.Height || first.Channels != second.Channels)
        {
            throw new ArgumentException(
                $"maps of {first.Width}x{first.Height} with {first.Channels} and {second.Width}x{second.Height} with {second.Channels} "
                    + "channels", nameof(second));
        }
    }
}
