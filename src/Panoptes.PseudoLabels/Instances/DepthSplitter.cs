using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Instances;

/// <summary>
/// Splits thing classes into instances where depth jumps (spec 4.3 and 16.9): cores between depth breaks, grown back over the mask, joined
/// where they are alike, and filtered by size. Only changes of log depth count, so that depth may be off by any factor.
/// </summary>
public static class DepthSplitter
{
    /// <summary>Splits one image.</summary>
    /// <param name="classes">Class ids.</param>
    /// <param name="things">The classes to split.</param>
    /// <param name="depth">Of the same size; larger is farther; NaN, 0 and below where unknown.</param>
    /// <param name="config">The settings.</param>
    /// <param name="focal">Focal length in pixels of this map where depth is in meters: sizes are filtered in square meters then.</param>
    /// <param name="scale">Scale of the map; by the settings' reference height where null.</param>
    /// <returns>Instances from 1 by descending area (equal ones by class, then by first pixel); 0 elsewhere.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Plane<ushort> Split(
        Plane<ushort> classes, IReadOnlyCollection<int> things, Plane<float> depth, DepthSplitConfig config, double? focal = null,
        double? scale = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(things);
        ArgumentNullException.ThrowIfNull(depth);
        ArgumentNullException.ThrowIfNull(config);
        if (classes.Width != depth.Width || classes.Height != depth.Height)
        {
            throw new ArgumentException("depth and classes differ in size", nameof(depth));
        }

        var logs = Array.ConvertAll(depth.Pixels, z => z > 0 && float.IsFinite(z) ? Math.Log(z) : double.NaN);
        var found = new List<FoundRegion>();
        foreach (var thing in things.Order())
        {
            var mask = new Plane<byte>(classes.Width, classes.Height);
            var any = false;
            for (var i = 0; i < mask.Pixels.Length; i++)
            {
                mask.Pixels[i] = classes.Pixels[i] == thing ? (byte)1 : (byte)0;
                any |= classes.Pixels[i] == thing;
            }

            if (any)
            {
                found.AddRange(SplitClass(thing, mask, logs, config, focal, scale ?? config.ScaleOf(classes.Height)));
            }
        }

        return RegionOrder.Number(found, classes.Width, classes.Height);
    }

    private static IEnumerable<FoundRegion> SplitClass(
        int thing, Plane<byte> mask, double[] logs, DepthSplitConfig config, double? focal, double scale)
    {
        var dilation = (int)Math.Round(config.Dilation * scale);
        var breaks = DepthBreaks.Find(logs, mask, config.Gradient / scale, dilation, config.Extent);
        var inner = new Plane<byte>(mask.Width, mask.Height);
        for (var i = 0; i < inner.Pixels.Length; i++)
        {
            inner.Pixels[i] = (byte)(mask.Pixels[i] & ~breaks.Pixels[i]);
        }

        var (cores, areas) = ConnectedRegions.Find(inner, withDiagonals: true);
        var least = Math.Max(config.CorePixels * scale * scale, config.CoreShare * mask.Pixels.Length);
        for (var i = 0; i < cores.Pixels.Length; i++)
        {
            cores.Pixels[i] = cores.Pixels[i] != 0 && areas[cores.Pixels[i] - 1] >= least ? cores.Pixels[i] : 0;
        }

        CoreGrowth.Grow(cores, mask, logs, config.GrowthCost);
        var graph = new RegionGraph(cores, logs);
        var into = Enumerable.Range(0, areas.Count + 1).ToArray();
        foreach (var (stays, joins) in graph.Merge(config.MergeDepth, config.MergeBorder))
        {
            into = Array.ConvertAll(into, region => region == joins ? stays : region);
        }

        var regions = new SortedDictionary<int, List<int>>();
        for (var i = 0; i < cores.Pixels.Length; i++)
        {
            if (cores.Pixels[i] != 0)
            {
                var region = into[cores.Pixels[i]];
                (regions.TryGetValue(region, out var pixels) ? pixels : regions[region] = []).Add(i);
            }
        }

        return regions.Where(region => IsLargeEnough(region.Value, logs, graph.MedianOf(region.Key), config, focal, scale))
            .Select(region => new FoundRegion(thing, region.Value));
    }

    private static bool IsLargeEnough(
        List<int> pixels, double[] logs, double median, DepthSplitConfig config, double? focal, double scale)
    {
        if (focal is not { } f)
        {
            return pixels.Count >= config.PixelArea * scale * scale;
        }

        var area = 0.0;
        foreach (var pixel in pixels)
        {
            var side = Math.Exp(double.IsNaN(logs[pixel]) ? median : logs[pixel]) / f;
            area += side * side;
        }

        return area >= config.MetricArea;
    }
}
