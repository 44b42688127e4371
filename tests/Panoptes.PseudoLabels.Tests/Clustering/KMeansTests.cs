using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.PseudoLabels.Clustering;

namespace Panoptes.PseudoLabels.Tests.Clustering;

public sealed class KMeansTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(19)]
    public void Separated_clouds_are_found_each_by_one_center(int dimensions)
    {
        var (rows, owners) = Clouds(6, 300, dimensions, 1);
        var centers = KMeans.Fit(rows, new ClusteringConfig { Clusters = 6 });
        RequireOneEach(rows, owners, centers);
    }

    [Fact]
    public void Batches_of_a_stream_find_the_same_clouds()
    {
        var (rows, owners) = Clouds(6, 500, 8, 2);
        var random = new SeededRandom(9);
        IEnumerable<FeatureRows> Batches()
        {
            for (var b = 0; b < 40; b++)
            {
                var drawn = Enumerable.Range(0, 100).SelectMany(_ => rows[random.NextInt(0, rows.Count)].ToArray());
                yield return new FeatureRows(8, [.. drawn]);
            }
        }

        var first = new FeatureRows(8, [.. Enumerable.Range(0, 200).SelectMany(i => rows[i * 15].ToArray())]);
        RequireOneEach(rows, owners, KMeans.FitStream(first, Batches(), new ClusteringConfig { Clusters = 6 }));
    }

    [Fact]
    public void The_same_features_give_the_same_bits_on_one_thread_and_on_many()
    {
        var (rows, _) = Clouds(9, 1500, 5, 3);
        var config = new ClusteringConfig { Clusters = 20, Rounds = 12 };
        var many = KMeans.Fit(rows, config, threads: 8).Values;
        var one = KMeans.Fit(rows, config, threads: 1).Values;
        Assert.Equal(many, one);
        Assert.NotEqual(many, KMeans.Fit(rows, config with { Seed = 5 }).Values);
    }

    [Fact]
    public void No_center_is_left_without_features_where_there_are_enough_different_ones()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (rows, _) = Clouds(3, 40, 2, seed);
            var centers = KMeans.Fit(rows, new ClusteringConfig { Clusters = 25, Seed = seed, Rounds = 200 });
            var nearest = new Nearest(centers);
            Assert.Equal(25, Enumerable.Range(0, rows.Count).Select(i => nearest.Of(rows[i]).Center).Distinct().Count());
        }
    }

    [Fact]
    public void The_nearest_center_is_that_of_a_plain_search()
    {
        var (rows, _) = Clouds(4, 50, 37, 5);
        var centers = new FeatureRows(37, rows.Values[..(37 * 13)]);
        var nearest = new Nearest(centers);
        var squares = new float[13];
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i].ToArray();
            double Plain(int c) => row.Zip(centers[c].ToArray(), (a, b) => (double)(a - b) * (a - b)).Sum();
            var plain = Enumerable.Range(0, 13).Select(Plain).ToArray();
            var (center, square) = nearest.Of(row);
            Assert.Equal(plain.Min(), plain[center], 1e-3);
            Assert.Equal(plain.Min(), square, 1e-2);
            nearest.Squares(row, squares);
            Assert.All(squares.Zip(plain), pair => Assert.Equal(pair.Second, pair.First, 1e-2));
        }
    }

    [Fact]
    public void Ward_joins_the_halves_of_clouds_before_the_clouds()
    {
        var centers = new FeatureRows(1, [0f, 10, 0.1f, 10.2f, 20, 20.1f]);
        Assert.Equal([0, 1, 0, 1, 2, 2], ClusterMerge.ByCenters(centers, [5, 5, 5, 5, 5, 5], 3));
        Assert.Equal([0, 1, 2, 3, 4, 5], ClusterMerge.ByCenters(centers, [5, 5, 5, 5, 5, 5], 6));
        Assert.Equal([0, 0, 0, 0, 0, 0], ClusterMerge.ByCenters(centers, [5, 5, 5, 5, 5, 5], 1));
    }

    [Fact]
    public void Few_pixels_join_sooner_than_many()
    {
        var centers = new FeatureRows(1, [0f, 1, 10, 11.5f]);
        Assert.Equal([0, 1, 2, 2], ClusterMerge.ByCenters(centers, [1000, 1000, 1, 1], 3));
    }

    [Fact]
    public void Clusters_that_alternate_are_joined_before_those_that_touch()
    {
        // 0 and 1 alternate on the left, 2 and 3 on the right.
        var ids = new Plane<ushort>(20, 10);
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            ids.Pixels[i] = (ushort)((((i % 20) + (i / 20)) % 2) + (i % 20 < 10 ? 0 : 2));
        }

        var borders = new long[4, 4];
        ClusterMerge.AddBorders(ids, borders);
        Assert.Equal(borders[0, 1], borders[1, 0]);
        Assert.Equal([0, 0, 1, 1], ClusterMerge.ByNeighbors(borders, 2));
    }

    private static void RequireOneEach(FeatureRows rows, int[] owners, FeatureRows centers)
    {
        var nearest = new Nearest(centers);
        var found = Enumerable.Range(0, rows.Count).Select(i => (owners[i], nearest.Of(rows[i]).Center)).Distinct().ToArray();
        Assert.Equal(centers.Count, found.Length);
        Assert.Equal(centers.Count, found.Select(pair => pair.Center).Distinct().Count());
    }

    private static (FeatureRows Rows, int[] Owners) Clouds(int count, int each, int dimensions, int seed)
    {
        var random = new SeededRandom(seed, 4);
        var (values, owners) = (new float[count * each * dimensions], new int[count * each]);
        for (var i = 0; i < owners.Length; i++)
        {
            owners[i] = i % count;
            for (var d = 0; d < dimensions; d++)
            {
                var middle = d == owners[i] % dimensions ? 20 * (1 + (owners[i] / dimensions)) : 0;
                values[(i * dimensions) + d] = (float)(middle + random.NextNormal());
            }
        }

        return (new FeatureRows(dimensions, values), owners);
    }
}
