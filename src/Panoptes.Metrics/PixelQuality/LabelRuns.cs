using Panoptes.Imaging;

namespace Panoptes.Metrics.PixelQuality;

/// <summary>A label map as runs of one label, row by row: some kilobytes, so that those of a whole split can be kept.</summary>
public sealed class LabelRuns
{
    private readonly int[] ends;
    private readonly ushort[] labels;

    private LabelRuns(int[] ends, ushort[] labels) => (this.ends, this.labels) = (ends, labels);

    /// <summary>How many pixels there are.</summary>
    public int Pixels => ends.Length == 0 ? 0 : ends[^1];

    /// <summary>Makes runs of a map.</summary>
    /// <param name="map">The label of every pixel.</param>
    public static LabelRuns Of(Plane<ushort> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var (ends, labels, pixels) = (new List<int>(), new List<ushort>(), map.Pixels);
        for (var i = 0; i < pixels.Length; i++)
        {
            if (i + 1 == pixels.Length || pixels[i + 1] != pixels[i])
            {
                ends.Add(i + 1);
                labels.Add(pixels[i]);
            }
        }

        return new LabelRuns([.. ends], [.. labels]);
    }

    /// <summary>Calls for every stretch that is alike in this map and in another.</summary>
    /// <param name="other">The other map.</param>
    /// <param name="stretch">Takes how many pixels there are, the label here and the label there.</param>
    /// <exception cref="ArgumentException">The other map has another count of pixels.</exception>
    internal void Along(LabelRuns other, Action<int, ushort, ushort> stretch)
    {
        if (other.Pixels != Pixels)
        {
            throw new ArgumentException($"{Pixels} pixels before, {other.Pixels} after", nameof(other));
        }

        var (here, there) = (0, 0);
        for (var at = 0; at < Pixels;)
        {
            var end = Math.Min(ends[here], other.ends[there]);
            stretch(end - at, labels[here], other.labels[there]);
            at = end;
            here += ends[here] == end ? 1 : 0;
            there += other.ends[there] == end ? 1 : 0;
        }
    }
}
