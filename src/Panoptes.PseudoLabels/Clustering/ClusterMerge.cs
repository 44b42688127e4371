using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Clustering;

/// <summary>Makes fewer clusters of many, such as 27 of 300: pair by pair, the most alike first.</summary>
public static class ClusterMerge
{
    /// <summary>Merges by Ward's criterion.</summary>
    /// <param name="centers">The centers.</param>
    /// <param name="counts">Pixels of each; those without any count as 1.</param>
    /// <param name="clusters">How many are to be left, at least 1.</param>
    /// <returns>The new cluster of each, numbered by their lowest members.</returns>
    public static int[] ByCenters(FeatureRows centers, IReadOnlyList<long> counts, int clusters)
    {
        ArgumentNullException.ThrowIfNull(centers);
        var weights = counts.Select(count => (double)Math.Max(1, count)).ToArray();
        var means = Enumerable.Range(0, centers.Count).Select(c => Array.ConvertAll(centers[c].ToArray(), v => (double)v)).ToArray();
        double Cost(int a, int b)
        {
            var square = means[a].Zip(means[b], (u, v) => (u - v) * (u - v)).Sum();
            return weights[a] * weights[b] / (weights[a] + weights[b]) * square;
        }

        return Merge(centers.Count, clusters, Cost, (stays, joins) =>
        {
            var sum = weights[stays] + weights[joins];
            means[stays] = [.. means[stays].Zip(means[joins], (u, v) => ((weights[stays] * u) + (weights[joins] * v)) / sum)];
            weights[stays] = sum;
        });
    }

    /// <summary>Merges those that lie side by side.</summary>
    /// <param name="borders">Pixel edges between each two clusters (K x K, both ways); see <see cref="AddBorders"/>.</param>
    /// <param name="clusters">How many are to be left, at least 1.</param>
    /// <returns>The new cluster of each, numbered by their lowest members.</returns>
    public static int[] ByNeighbors(long[,] borders, int clusters)
    {
        ArgumentNullException.ThrowIfNull(borders);
        var shared = (long[,])borders.Clone();
        var count = shared.GetLength(0);
        var own = new long[count];
        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b < count; b++)
            {
                own[a] += a == b ? 0 : shared[a, b];
            }
        }

        double Cost(int a, int b) => -shared[a, b] / (double)Math.Max(1, Math.Min(own[a], own[b]));
        return Merge(count, clusters, Cost, (stays, joins) =>
        {
            own[stays] += own[joins] - (2 * shared[stays, joins]);
            for (var other = 0; other < count; other++)
            {
                shared[stays, other] += shared[joins, other];
                shared[other, stays] += shared[other, joins];
            }

            shared[stays, stays] = 0;
        });
    }

    /// <summary>Counts the pixel edges between different clusters of an image.</summary>
    /// <param name="ids">Cluster ids; those from K on are void.</param>
    /// <param name="borders">K x K; both ways are counted.</param>
    public static void AddBorders(Plane<ushort> ids, long[,] borders)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(borders);
        var (width, clusters) = (ids.Width, borders.GetLength(0));
        void Edge(ushort a, ushort b)
        {
            if (a != b && a < clusters && b < clusters)
            {
                borders[a, b]++;
                borders[b, a]++;
            }
        }

        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            Edge(ids.Pixels[i], (i + 1) % width != 0 ? ids.Pixels[i + 1] : ids.Pixels[i]);
            Edge(ids.Pixels[i], i + width < ids.Pixels.Length ? ids.Pixels[i + width] : ids.Pixels[i]);
        }
    }

    // Each pair's cost changes only where one of it is merged: every cluster remembers its best partner.
    private static int[] Merge(int count, int clusters, Func<int, int, double> cost, Action<int, int> join)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        var into = Enumerable.Range(0, count).ToArray();
        var left = Enumerable.Range(0, count).ToList();
        var partners = left.ToDictionary(a => a, Partner);
        while (left.Count > clusters)
        {
            var stays = left.Where(a => partners[a].Other >= 0).MinBy(a => partners[a].Cost);
            var joins = partners[stays].Other;
            join(stays, joins);
            left.Remove(joins);
            into = Array.ConvertAll(into, owner => owner == joins ? stays : owner);
            foreach (var a in left)
            {
                partners[a] = Renewed(a, stays, joins);
            }
        }

        return Array.ConvertAll(into, owner => left.IndexOf(owner));

        // Only what costs with one of the merged changed; a partner that became dearer may not be the best any more.
        (int Other, double Cost) Renewed(int a, int stays, int joins)
        {
            var best = partners[a];
            if (a == stays || best.Other == stays || best.Other == joins)
            {
                return Partner(a);
            }

            var price = a < stays ? cost(a, stays) : double.PositiveInfinity;
            return price < best.Cost || (price == best.Cost && stays < best.Other) ? (stays, price) : best;
        }

        (int Other, double Cost) Partner(int a)
        {
            var (best, least) = (-1, double.PositiveInfinity);
            foreach (var b in left)
            {
                if (b > a && cost(a, b) is var price && price < least)
                {
                    (best, least) = (b, price);
                }
            }

            return (best, least);
        }
    }
}
