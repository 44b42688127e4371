using System.Runtime.InteropServices;
using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Instances;

/// <summary>Regions of a map with their depths, perimeters and shared borders; neighbors alike in depth can be made one.</summary>
internal sealed class RegionGraph
{
    private readonly Dictionary<int, List<double>> logs = [];
    private readonly Dictionary<int, double> medians = [];
    private readonly Dictionary<int, long> perimeters = [];
    private readonly Dictionary<(int Low, int High), long> borders = [];

    /// <summary>Measures the regions.</summary>
    /// <param name="regions">0 outside, else the region's number.</param>
    /// <param name="depths">Log depth; NaN where unknown, which medians leave out.</param>
    public RegionGraph(Plane<int> regions, double[] depths)
    {
        var (width, height, numbers) = (regions.Width, regions.Height, regions.Pixels);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = (y * width) + x;
                var own = numbers[at];
                if (own != 0)
                {
                    var depthsOfOwn = CollectionsMarshal.GetValueRefOrAddDefault(logs, own, out _) ??= [];
                    if (!double.IsNaN(depths[at]))
                    {
                        depthsOfOwn.Add(depths[at]);
                    }

                    // The image's border is one too: of the first row and column here, of the last by what lies beyond.
                    CollectionsMarshal.GetValueRefOrAddDefault(perimeters, own, out _) += (x == 0 ? 1 : 0) + (y == 0 ? 1 : 0);
                }

                AddEdge(own, x + 1 < width ? numbers[at + 1] : 0);
                AddEdge(own, y + 1 < height ? numbers[at + width] : 0);
            }
        }

        foreach (var (region, values) in logs)
        {
            medians[region] = Median(values);
        }
    }

    /// <summary>Median log depth of a region; NaN where nothing is known.</summary>
    public double MedianOf(int region) => medians[region];

    /// <summary>
    /// Joins the pair of neighbors whose medians differ least, again and again, as long as they differ by less than
    /// <paramref name="depth"/> and share more than <paramref name="border"/> of the smaller perimeter; all is measured anew after each.
    /// </summary>
    /// <returns>Pairs in order: the region that stays, which is the lower number, and the one that joins it.</returns>
    public IReadOnlyList<(int Stays, int Joins)> Merge(double depth, double border)
    {
        var merged = new List<(int, int)>();
        while (Next(depth, border) is { } pair)
        {
            merged.Add(pair);
            Join(pair.Low, pair.High);
        }

        return merged;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count == 0 ? double.NaN
            : values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private void AddEdge(int first, int second)
    {
        if (first == second)
        {
            return;
        }

        if (first != 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(perimeters, first, out _)++;
        }

        if (second != 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(perimeters, second, out _)++;
        }

        if (first != 0 && second != 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(borders, (Math.Min(first, second), Math.Max(first, second)), out _)++;
        }
    }

    private (int Low, int High)? Next(double depth, double border)
    {
        ((int Low, int High) Pair, double Difference)? best = null;
        foreach (var (pair, shared) in borders)
        {
            var difference = Math.Abs(medians[pair.Low] - medians[pair.High]);
            var isAlike = difference < depth && shared > border * Math.Min(perimeters[pair.Low], perimeters[pair.High]);
            if (isAlike && (best is not { } so || (difference, pair).CompareTo((so.Difference, so.Pair)) < 0))
            {
                best = (pair, difference);
            }
        }

        return best?.Pair;
    }

    private void Join(int stays, int joins)
    {
        perimeters[stays] += perimeters[joins] - (2 * borders[(stays, joins)]);
        logs[stays].AddRange(logs[joins]);
        medians[stays] = Median(logs[stays]);
        borders.Remove((stays, joins));
        foreach (var (pair, shared) in borders.Where(entry => entry.Key.Low == joins || entry.Key.High == joins).ToArray())
        {
            var other = pair.Low == joins ? pair.High : pair.Low;
            borders.Remove(pair);
            CollectionsMarshal.GetValueRefOrAddDefault(borders, (Math.Min(stays, other), Math.Max(stays, other)), out _) += shared;
        }
    }
}
