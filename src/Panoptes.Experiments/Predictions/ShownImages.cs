using System.Globalization;
using System.Text;

namespace Panoptes.Experiments.Predictions;

/// <summary>Which image is shown for how long, as ffmpeg's concat demuxer reads it.</summary>
internal static class ShownImages
{
    /// <summary>The list.</summary>
    /// <param name="images">The images and when each is shown, in seconds, rising.</param>
    /// <param name="last">Seconds that the last one is shown.</param>
    /// <param name="ticks">Moments a second that are told apart.</param>
    public static string List(IReadOnlyList<(string Path, double Start)> images, double last, int ticks)
    {
        var text = new StringBuilder("ffconcat version 1.0\n");
        for (var i = 0; i < images.Count; i++)
        {
            // Durations follow from rounded moments, so that their roundings do not add up.
            var (start, end) = (images[i].Start, i + 1 < images.Count ? images[i + 1].Start : images[i].Start + last);
            var shown = (Math.Round(end * ticks) - Math.Round(start * ticks)) / ticks;
            var quoted = Path.GetFullPath(images[i].Path).Replace("'", @"'\''", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"file 'file:{quoted}'\noption framerate {ticks}\nduration {shown:0.000000}\n");
        }

        return text.ToString();
    }
}
