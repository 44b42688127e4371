using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Labels;
using Panoptes.Metrics.Flattening;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Cityscapes;

/// <summary>
/// Lays the masks of one frame over one another, the surest first (<see cref="FlatInstances.Rule"/>); one worker's buffers, reused from
/// frame to frame.
/// </summary>
internal sealed class CityscapesFlatFrame
{
    private static readonly Dictionary<int, int> Places =
        CityscapesLabel.InstanceClasses.Select((label, place) => (label.Id, place)).ToDictionary(entry => entry.Id, entry => entry.place);

    private readonly SegmentPairCounter counter = new();
    private readonly List<PanopticSegment> laid = [];
    private ushort[] map = [];
    private int pixels;

    /// <summary>Begins a frame of so many pixels.</summary>
    public void Open(int count)
    {
        map = map.Length < count ? new ushort[count] : map;
        map.AsSpan(0, count).Clear();
        laid.Clear();
        pixels = count;
    }

    /// <summary>Lays a mask below those before it, where it is sure enough and enough of it is seen.</summary>
    /// <param name="mask">The frame's pixels, not 0 inside.</param>
    /// <param name="label">Its label id, of an instance class.</param>
    /// <param name="score">Its confidence; falling from mask to mask.</param>
    public void Lay(ReadOnlySpan<byte> mask, int label, double score)
    {
        if (score < FlatInstances.LeastScore)
        {
            return;
        }

        var (area, free) = (0L, 0L);
        for (var at = 0; NextRun(mask, ref at) is var length and > 0; at += length)
        {
            area += length;
            free += map.AsSpan(at, length).Count((ushort)0);
        }

        if (free == 0 || area - free > FlatInstances.MostHidden * area)
        {
            return;
        }

        var id = (ushort)(laid.Count + 1);
        laid.Add(new PanopticSegment(id, Places[label], false, free));
        for (var at = 0; NextRun(mask, ref at) is var length and > 0; at += length)
        {
            map.AsSpan(at, length).Replace((ushort)0, id);
        }
    }

    /// <summary>The frame's table: labels that evaluations leave out are void, other classes background.</summary>
    /// <param name="path">The truth's file, for errors.</param>
    /// <param name="ids">The frame's instance ids.</param>
    /// <param name="truths">Its segments of instance classes; groups are crowds.</param>
    public PanopticTable Table(string path, ReadOnlySpan<ushort> ids, IReadOnlyList<CityscapesTruth> truths)
    {
        var known = truths.Select(truth => truth.Id).ToHashSet();
        var pairs = new SortedDictionary<(int Truth, int Prediction), long>();
        foreach (var pair in counter.Count(ids, map.AsSpan(0, pixels)))
        {
            var truth = known.Contains(pair.Truth) ? pair.Truth
                : CityscapesMaps.Label(path, InstanceEncoding.Cityscapes.LabelOf(pair.Truth)).IsIgnored ? 0
                : FlatInstances.Background;
            pairs[(truth, pair.Prediction)] = pairs.GetValueOrDefault((truth, pair.Prediction)) + pair.Pixels;
        }

        return new PanopticTable(
            [.. truths.Select(truth => new PanopticSegment(truth.Id, Places[truth.Label], truth.IsGroup, truth.Pixels))],
            [.. laid],
            [.. pairs.Select(pair => new SegmentPair(pair.Key.Truth, pair.Key.Prediction, pair.Value))]);
    }

    // Goes to the next pixels inside; how many there are in a row, 0 at the end.
    private static int NextRun(ReadOnlySpan<byte> mask, ref int at)
    {
        var start = mask[at..].IndexOfAnyExcept((byte)0);
        if (start < 0)
        {
            return 0;
        }

        at += start;
        var length = mask[at..].IndexOf((byte)0);
        return length < 0 ? mask.Length - at : length;
    }
}
