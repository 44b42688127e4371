using Panoptes.Imaging;
using Panoptes.Imaging.Masks;

namespace Panoptes.PseudoLabels.Instances;

/// <summary>Makes one map of instances of object proposals that may overlap.</summary>
public static class ProposalPainter
{
    /// <summary>Filters and paints.</summary>
    /// <param name="masks">The proposals, of the map's size.</param>
    /// <param name="scores">Their scores, 0 to 1.</param>
    /// <param name="width">Width of the map.</param>
    /// <param name="height">Height of the map.</param>
    /// <param name="config">The settings.</param>
    /// <returns>Instances from 1 by descending area; 0 elsewhere.</returns>
    public static Plane<ushort> Paint(
        IReadOnlyList<RunLengthMask> masks, IReadOnlyList<double> scores, int width, int height, ProposalConfig config)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(config);
        var lowered = MatrixSuppression.Scores(masks, scores, config.Sigma);
        var kept = Enumerable.Range(0, masks.Count).Where(i => lowered[i] >= config.MinScore && masks[i].Area > 0)
            .OrderBy(i => config.LargerOnTop ? masks[i].Area : -masks[i].Area).ToArray();
        var owners = new Plane<int>(width, height);
        foreach (var i in kept)
        {
            var mask = masks[i].Decode();
            if (config.FillHoles)
            {
                ConnectedRegions.FillHoles(mask);
            }

            for (var at = 0; at < mask.Pixels.Length; at++)
            {
                owners.Pixels[at] = mask.Pixels[at] != 0 ? i + 1 : owners.Pixels[at];
            }
        }

        return Number(owners, config);
    }

    /// <summary>Drops instances that are too small or too large, and numbers the rest by descending area.</summary>
    /// <param name="owners">0 where no instance is, else any number of its own.</param>
    /// <param name="config">The settings.</param>
    public static Plane<ushort> Number(Plane<int> owners, ProposalConfig config)
    {
        ArgumentNullException.ThrowIfNull(owners);
        ArgumentNullException.ThrowIfNull(config);
        var regions = new SortedDictionary<int, List<int>>();
        for (var at = 0; at < owners.Pixels.Length; at++)
        {
            if (owners.Pixels[at] != 0)
            {
                (regions.TryGetValue(owners.Pixels[at], out var pixels) ? pixels : regions[owners.Pixels[at]] = []).Add(at);
            }
        }

        return RegionOrder.Number(
            regions.Values.Where(pixels => pixels.Count >= config.MinPixels && pixels.Count <= config.MaxShare * owners.Pixels.Length)
                .Select(pixels => new FoundRegion(0, pixels)),
            owners.Width, owners.Height);
    }
}
