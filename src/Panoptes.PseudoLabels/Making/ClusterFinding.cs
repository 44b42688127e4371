using Panoptes.Foundation;
using Panoptes.PseudoLabels.Clustering;

namespace Panoptes.PseudoLabels.Making;

/// <summary>Finds the clusters of all images: centers of features, and which clusters are merged.</summary>
internal sealed class ClusterFinding(MakeConfig config, IReadOnlyList<ListedImage> images, ClassSource source, int threads)
{
    // Images that a batch is drawn from.
    private const int Mixed = 32;

    /// <summary>Finds them.</summary>
    /// <exception cref="InputException">A file cannot be used.</exception>
    public Clusters Find()
    {
        var clusters = source.HasFeatures ? OfFeatures() : Given();
        if (config.Merge.To is not { } to || to >= clusters.Count)
        {
            return clusters;
        }

        var groups = config.Merge.By == MergeRule.Centers
            ? ClusterMerge.ByCenters(clusters.Centers!, CountFeatures(clusters), to)
            : ClusterMerge.ByNeighbors(CountBorders(clusters), to);
        return clusters with { Groups = groups };
    }

    private static Clusters Of(int count, FeatureRows? centers, double spread) =>
        new(count, centers, spread, [.. Enumerable.Range(0, count)]);

    private Clusters Given() => Of(source.GivenClusters(images[0]), null, 1);

    private Clusters OfFeatures()
    {
        var sizes = images.Select(source.FeatureSize).ToArray();
        var total = sizes.Sum(size => (long)size.Count);
        var dimensions = sizes[0].Dimensions;
        for (var i = 0; i < images.Count; i++)
        {
            Require.That(
                sizes[i].Dimensions == dimensions, images[i].Stem, $"features of {sizes[i].Dimensions} channels",
                $"{dimensions} as {images[0].Stem} has", "write all features with one network");
        }

        var fits = total <= config.Clustering.Held;
        var held = Take(dimensions, i => fits ? sizes[i].Count : (int)Math.Max(1, sizes[i].Count * config.Clustering.Held / total), 0);
        Require.That(
            held.Count >= config.Clustering.Clusters, "clustering.clusters", config.Clustering.Clusters,
            $"at most the {held.Count} features that there are");
        var centers = fits
            ? KMeans.Fit(held, config.Clustering, threads)
            : KMeans.FitStream(held, Batches(dimensions), config.Clustering, threads);
        var nearest = new Nearest(centers);
        var squares = new double[held.Count];
        Parallel.For(0, held.Count, Options, i => squares[i] = nearest.Of(held[i]).Square);
        return Of(config.Clustering.Clusters, centers, squares.Average());
    }

    private ParallelOptions Options => new() { MaxDegreeOfParallelism = threads };

    // Rows of every image, drawn without replacement, in the images' order.
    private FeatureRows Take(int dimensions, Func<int, int> count, long purpose, int[]? of = null)
    {
        of ??= [.. Enumerable.Range(0, images.Count)];
        var parts = new float[of.Length][];
        ParallelItems.Run(of.Length, threads, k =>
        {
            var map = source.Features(images[of[k]]);
            var wanted = Math.Min(count(of[k]), map.Pixels);
            if (wanted == map.Pixels)
            {
                parts[k] = map.Values;
                return;
            }

            var rows = Enumerable.Range(0, map.Pixels).ToArray();
            new SeededRandom(config.Clustering.Seed, 2, purpose, of[k]).Shuffle<int>(rows);
            parts[k] = new float[wanted * map.Channels];
            for (var i = 0; i < wanted; i++)
            {
                map.Of(rows[i]).CopyTo(parts[k].AsSpan(i * map.Channels));
            }
        });
        var (all, filled) = (new float[parts.Sum(part => part.Length)], 0);
        foreach (var part in parts)
        {
            part.CopyTo(all, filled);
            filled += part.Length;
        }

        return new FeatureRows(dimensions, all);
    }

    private IEnumerable<FeatureRows> Batches(int dimensions)
    {
        for (var pass = 0; pass < config.Clustering.Passes; pass++)
        {
            var order = Enumerable.Range(0, images.Count).ToArray();
            new SeededRandom(config.Clustering.Seed, 3, pass).Shuffle<int>(order);
            foreach (var some in order.Chunk(Mixed))
            {
                yield return Take(dimensions, _ => Math.Max(1, config.Clustering.Batch / some.Length), pass + 1, some);
            }
        }
    }

    private long[] CountFeatures(Clusters clusters)
    {
        var counts = new long[clusters.Count];
        var nearest = new Nearest(clusters.Centers!);
        var gate = new Lock();
        ParallelItems.Run(images.Count, threads, at =>
        {
            var (map, own) = (source.Features(images[at]), new long[clusters.Count]);
            for (var i = 0; i < map.Pixels; i++)
            {
                own[nearest.Of(map.Of(i)).Center]++;
            }

            lock (gate)
            {
                for (var c = 0; c < own.Length; c++)
                {
                    counts[c] += own[c];
                }
            }
        });
        return counts;
    }

    private long[,] CountBorders(Clusters clusters)
    {
        var borders = new long[clusters.Count, clusters.Count];
        var gate = new Lock();
        ParallelItems.Run(images.Count, threads, i =>
        {
            var own = new long[clusters.Count, clusters.Count];
            var found = source.Probabilities(images[i], clusters, source.BlendsByDepth ? source.Depth(images[i]) : null);
            ClusterMerge.AddBorders(Maps.Probabilities.Best(found, 0, ushort.MaxValue), own);
            lock (gate)
            {
                for (var at = 0; at < own.Length; at++)
                {
                    borders[at / clusters.Count, at % clusters.Count] += own[at / clusters.Count, at % clusters.Count];
                }
            }
        });
        return borders;
    }
}
