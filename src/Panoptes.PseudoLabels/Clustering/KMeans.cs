namespace Panoptes.PseudoLabels.Clustering;

/// <summary>Clusters features around centers. The same features give the same centers, whatever the number of threads.</summary>
public static class KMeans
{
    // Sums are taken chunk by chunk, so that their rounding does not depend on threads.
    private const int Chunk = 2048;

    /// <summary>Lloyd's algorithm on features that are all in memory, until no feature changes its center.</summary>
    /// <param name="rows">The features, at least one; of length 1 already where angles count.</param>
    /// <param name="config">The settings.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>The centers.</returns>
    public static FeatureRows Fit(FeatureRows rows, ClusteringConfig config, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(config);
        var centers = FirstCenters.Draw(rows, config.Clusters, config.Seed, threads);
        var owners = new int[rows.Count];
        owners.AsSpan().Fill(-1);
        for (var round = 0; round < config.Rounds; round++)
        {
            var (changed, sums, counts, farthest) = Assign(rows, centers, owners, threads);
            if (changed == 0)
            {
                break;
            }

            Move(centers, sums, counts, rows, farthest);
            if (config.Cosine)
            {
                centers.Normalize();
            }
        }

        return centers;
    }

    /// <summary>
    /// Centers of features that come batch by batch: each center is the mean of all that were given to it so far (Sculley, 2010).
    /// </summary>
    /// <param name="first">Features to draw the first centers from.</param>
    /// <param name="batches">Batches, in one order.</param>
    /// <param name="config">The settings.</param>
    /// <param name="threads">Threads to use.</param>
    public static FeatureRows FitStream(
        FeatureRows first, IEnumerable<FeatureRows> batches, ClusteringConfig config, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(config);
        var centers = Fit(first, config with { Rounds = Math.Min(config.Rounds, 5) }, threads);
        var counts = new long[config.Clusters];
        foreach (var batch in batches)
        {
            var owners = new int[batch.Count];
            var nearest = new Nearest(centers with { Values = (float[])centers.Values.Clone() });
            Parallel.For(0, batch.Count, Threads(threads), i => owners[i] = nearest.Of(batch[i]).Center);
            for (var i = 0; i < owners.Length; i++)
            {
                var rate = 1f / ++counts[owners[i]];
                Span<float> center = centers[owners[i]], row = batch[i];
                for (var d = 0; d < center.Length; d++)
                {
                    center[d] += rate * (row[d] - center[d]);
                }
            }

            if (config.Cosine)
            {
                centers.Normalize();
            }
        }

        return centers;
    }

    private static ParallelOptions Threads(int threads) => new() { MaxDegreeOfParallelism = threads };

    private static (int Changed, double[] Sums, long[] Counts, int[] Farthest) Assign(
        FeatureRows rows, FeatureRows centers, int[] owners, int threads)
    {
        var nearest = new Nearest(centers);
        var chunks = (rows.Count + Chunk - 1) / Chunk;
        var size = centers.Count * centers.Dimensions;
        var (changed, squares) = (0, new float[rows.Count]);
        var sums = new double[size];
        var counts = new long[centers.Count];

        // A few chunks at a time, so that their sums take little memory.
        var group = Math.Clamp((64 << 20) / (8 * size), 1, 64);
        for (var first = 0; first < chunks; first += group)
        {
            var partial = new double[Math.Min(group, chunks - first)][];
            Parallel.For(0, partial.Length, Threads(threads), k =>
            {
                var own = partial[k] = new double[size];
                var moved = 0;
                for (var i = (first + k) * Chunk; i < Math.Min(rows.Count, (first + k + 1) * Chunk); i++)
                {
                    (var center, squares[i]) = nearest.Of(rows[i]);
                    moved += owners[i] == center ? 0 : 1;
                    owners[i] = center;
                    var row = rows[i];
                    for (var d = 0; d < row.Length; d++)
                    {
                        own[(center * row.Length) + d] += row[d];
                    }
                }

                Interlocked.Add(ref changed, moved);
            });
            foreach (var own in partial)
            {
                for (var d = 0; d < size; d++)
                {
                    sums[d] += own[d];
                }
            }
        }

        foreach (var owner in owners)
        {
            counts[owner]++;
        }

        // Where a center has lost all its features, it goes to one that is far from its own.
        var empty = counts.Count(count => count == 0);
        var farthest = empty == 0 ? [] : Enumerable.Range(0, rows.Count).OrderByDescending(i => squares[i]).Take(empty).ToArray();
        return (changed, sums, counts, farthest);
    }

    private static void Move(FeatureRows centers, double[] sums, long[] counts, FeatureRows rows, int[] farthest)
    {
        var next = 0;
        for (var c = 0; c < centers.Count; c++)
        {
            var center = centers[c];
            if (counts[c] == 0)
            {
                if (next < farthest.Length)
                {
                    rows[farthest[next++]].CopyTo(center);
                }

                continue;
            }

            for (var d = 0; d < center.Length; d++)
            {
                center[d] = (float)(sums[(c * center.Length) + d] / counts[c]);
            }
        }
    }
}
