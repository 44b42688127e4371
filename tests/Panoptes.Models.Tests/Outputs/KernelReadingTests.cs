using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Outputs;

public sealed class KernelReadingTests
{
    private static readonly ThingTable Table = new(4, [1, 2]);

    [Fact]
    public void Of_parallel_embeddings_of_one_class_the_surest_stays_as_their_mean()
    {
        using var scope = TensorScope.Open();
        var fused = Fuse([0, 0, 0], [1, 0, 3, 0, 0, 2]);
        Assert.Equal([0, 0], fused.Classes);
        Assert.Equal([0.9f, 0.7f], fused.Scores);
        Assert.Equal([2f, 0, 0, 2], fused.Vectors.ToArray<float>());

        // Another class is another object.
        Assert.Equal(3, Fuse([0, 1, 0], [1, 0, 3, 0, 0, 2]).Count);
    }

    [Fact]
    public void The_tail_of_a_chain_is_averaged_into_nothing()
    {
        // Each is similar to the one before it alone: the second goes to the first, and the third's first likeness is gone.
        using var scope = TensorScope.Open();
        var (a, b) = (MathF.Cos(0.3f), MathF.Sin(0.3f));
        var (c, d) = (MathF.Cos(0.6f), MathF.Sin(0.6f));
        var fused = KernelFusion.Things(
            new FoundThings([0, 0, 0], [0.9f, 0.8f, 0.7f], Tensor.From([1, 0, a, b, c, d], 3, 2)), similarity: 0.95);
        var only = fused.Vectors.ToArray<float>();
        Assert.Equal([0.9f], fused.Scores);
        Assert.Equal((1 + a) / 2, only[0], 1e-6);
        Assert.Equal(b / 2, only[1], 1e-6);
    }

    [Fact]
    public void Stuff_of_one_map_is_averaged_over_levels()
    {
        using var scope = TensorScope.Open();
        var fused = KernelFusion.Stuff(new FoundStuff([2, 0, 2], [0.4f, 0.9f, 0.8f], Tensor.From([1f, 2, 3], 3, 1)));
        Assert.Equal([0, 2], fused.Maps);
        Assert.Equal([0.9f, 0.6f], fused.Scores);
        Assert.Equal([2f, 2f], fused.Vectors.ToArray<float>());
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public void An_object_is_put_down_where_others_hide_at_most_half_of_it(int overlap, bool isThere)
    {
        // Two objects of ten rows each, of which the less sure one shares some with the other.
        using var scope = TensorScope.Open();
        var first = Rows(0, 10);
        var second = Rows(10 - overlap, 20 - overlap);
        var maps = Maps([first, second], [4, 3]);
        var map = maps.Panoptic(0, ReadingSize.Same(80, 32), _ => true, new PanopticOptions());
        Assert.Equal(isThere ? 2 : 1, map.Segments.Count(segment => segment.IsThing));
        Assert.Equal(10 * 4 * 32, map.Segments[0].Area);
        if (isThere)
        {
            Assert.Equal((10 - overlap) * 4 * 32, map.Segments[1].Area);
            Assert.True(map.Segments[0].Score > map.Segments[1].Score);
        }

        Assert.All(map.Segments, segment => Assert.Equal(segment.Area, map.Ids.Pixels.Count(id => id == segment.Id)));
        Assert.Equal(2, maps.Instances(0, ReadingSize.Same(80, 32), _ => true, 10).Instances.Count);
        Assert.Single(maps.Instances(0, ReadingSize.Same(80, 32), _ => true, 1).Instances);
        Assert.Empty(maps.Instances(0, ReadingSize.Same(80, 32), _ => false, 10).Instances);
    }

    [Fact]
    public void Stuff_fills_what_objects_leave_and_small_stuff_is_none()
    {
        using var scope = TensorScope.Open();
        var maps = Maps([Rows(0, 10)], [4]);
        var size = ReadingSize.Same(80, 32);
        var map = maps.Panoptic(0, size, _ => true, new PanopticOptions());
        var stuff = Assert.Single(map.Segments, segment => !segment.IsThing);
        Assert.Equal((0, 10L * 4 * 32), (stuff.Class, stuff.Area));
        var strict = maps with { Reading = maps.Reading with { StuffArea = (10 * 4 * 32) + 1 } };
        Assert.All(strict.Panoptic(0, size, _ => true, new PanopticOptions()).Segments, segment => Assert.True(segment.IsThing));
        var labels = strict.Labels(0, size);
        Assert.Equal((1, 0), (labels[0, 0], labels[0, 79]));
        Assert.Equal(
            labels.Pixels.Select(id => (long)id), maps.Scores(0, size).Argmax(0).ToArray<long>());
    }

    [Fact]
    public void A_region_that_is_nowhere_the_likeliest_is_not_found()
    {
        using var scope = TensorScope.Open();
        var regions = Tensor.From([2f, 2, 1, 1, -3, 3], 1, 3, 1, 2);
        var level = new KernelLevel(Tensor.Zeros([1, 2, 1, 2]), regions, Tensor.From([1f, 10], 1, 1, 1, 2));
        var found = Positions.Stuff(level, 0, new KernelReadingConfig { StuffScore = 0.1 });
        Assert.Equal([0, 2], found.Maps);

        // Pooled over the whole map, not over the region.
        Assert.Equal([0.5f, 5f], found.Vectors.ToArray<float>());
    }

    private static FoundThings Fuse(int[] classes, float[] vectors) =>
        KernelFusion.Things(new FoundThings(classes, [0.9f, 0.8f, 0.7f], Tensor.From(vectors, 3, 2)), similarity: 0.95);

    // A mask over some of the 20 rows of stride-4 features.
    private static float[] Rows(int from, int to) => [.. Enumerable.Range(0, 20 * 8).Select(i => i / 8 >= from && i / 8 < to ? 1f : 0)];

    // One level of 10x4 positions; the features are the wanted masks themselves, and one more that stuff draws on everything.
    private static KernelMaps Maps(float[][] masks, float[] centers)
    {
        var channels = masks.Length + 1;
        float[] drawn = [.. masks.SelectMany(mask => mask.Select(inside => (inside * 20) - 10)), .. Enumerable.Repeat(10f, 160)];
        var features = Tensor.From(drawn, 1, channels, 20, 8);
        var (center, kernels) = (new float[2 * 40], new float[channels * 40]);
        Array.Fill(center, -20);
        for (var k = 0; k < masks.Length; k++)
        {
            // Far from each other: no peak hides another.
            center[k * 39] = centers[k];
            kernels[(k * 40) + (k * 39)] = 1;
        }

        var regions = new float[3 * 40];
        Array.Fill(regions, -9);
        Array.Fill(regions, 9, 40, 40);
        return new KernelMaps(
            [new KernelLevel(
                Tensor.From(center, 1, 2, 10, 4), Tensor.From(regions, 1, 3, 10, 4), Tensor.From(kernels, 1, channels, 10, 4))],
            features, (80, 32), Table, new KernelReadingConfig { StuffArea = 1 })
        {
            EmbedThings = kernel => kernel,
            EmbedStuff = _ => Tensor.From<float>([.. Enumerable.Repeat(0f, channels - 1), 1], 1, channels),
        };
    }
}
