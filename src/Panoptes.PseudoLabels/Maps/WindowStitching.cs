using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Maps;

/// <summary>Maps of windows that slide over an image, laid together: averaged where they overlap.</summary>
public static class WindowStitching
{
    /// <summary>Where windows begin along an axis: every <paramref name="stride"/>, the last one flush with the end.</summary>
    /// <param name="length">Pixels along the axis.</param>
    /// <param name="window">Pixels of a window; where it is the longer one, there is one window at 0.</param>
    /// <param name="stride">Pixels from window to window.</param>
    public static IReadOnlyList<int> Starts(int length, int window, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        var last = Math.Max(0, length - window);
        return [.. Enumerable.Range(0, (last + stride - 1) / stride).Select(i => i * stride).Append(last)];
    }

    /// <summary>Lays windows together.</summary>
    /// <param name="windows">Row by row of windows, each of the same size.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="stride">Pixels from window to window, along both axes.</param>
    /// <param name="source">Where they come from, for the error.</param>
    /// <exception cref="InputException">There are not as many windows as places, or they differ.</exception>
    public static ChannelMap Stitch(IReadOnlyList<ChannelMap> windows, int width, int height, int stride, string source)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentOutOfRangeException.ThrowIfZero(windows.Count);
        var (w, h, channels) = (windows[0].Width, windows[0].Height, windows[0].Channels);
        var (columns, rows) = (Starts(width, w, stride), Starts(height, h, stride));
        if (windows.Count != columns.Count * rows.Count || w > width || h > height
            || windows.Any(window => (window.Width, window.Height, window.Channels) != (w, h, channels)))
        {
            throw new InputException(
                source, $"{windows.Count} windows of {w}x{h} for {columns.Count}x{rows.Count} places in {width}x{height}",
                "windows of one size, row by row, at the labels' size", "correct source.window_stride, or the windows");
        }

        var (sum, counts) = (new ChannelMap(width, height, channels), new int[width * height]);
        for (var k = 0; k < windows.Count; k++)
        {
            var (top, left) = (rows[k / columns.Count], columns[k % columns.Count]);
            for (var i = 0; i < windows[k].Pixels; i++)
            {
                var at = ((top + (i / w)) * width) + left + (i % w);
                counts[at]++;
                Span<float> from = windows[k].Of(i), to = sum.Of(at);
                for (var c = 0; c < to.Length; c++)
                {
                    to[c] += from[c];
                }
            }
        }

        for (var i = 0; i < counts.Length; i++)
        {
            foreach (ref var value in sum.Of(i))
            {
                value /= counts[i];
            }
        }

        return sum;
    }
}
