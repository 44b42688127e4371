using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.PseudoLabels.Maps;

namespace Panoptes.PseudoLabels.Tests.Maps;

public sealed class MapTests
{
    [Fact]
    public void Probabilities_of_logits_sum_to_one_and_survive_large_numbers()
    {
        var map = Random(7, 5, 4, 1);
        map.Values[3] = 1e4f;
        map.Values[9] = -1e4f;
        var probabilities = Probabilities.FromLogs(map);
        for (var i = 0; i < map.Pixels; i++)
        {
            Assert.Equal(1, probabilities.Of(i).ToArray().Sum(p => (double)p), 1e-5);
        }
    }

    [Theory]
    [InlineData(640, 320, 160, new[] { 0, 160, 320 })]
    [InlineData(700, 320, 160, new[] { 0, 160, 320, 380 })]
    [InlineData(320, 320, 160, new[] { 0 })]
    [InlineData(100, 320, 160, new[] { 0 })]
    public void Windows_begin_every_stride_and_the_last_is_flush(int length, int window, int stride, int[] starts) =>
        Assert.Equal(starts, WindowStitching.Starts(length, window, stride));

    [Fact]
    public void Windows_cut_from_a_map_make_it_again()
    {
        var map = Random(23, 17, 3, 2);
        var (columns, rows) = (WindowStitching.Starts(23, 8, 5), WindowStitching.Starts(17, 6, 5));
        var windows = rows.SelectMany(top => columns.Select(left => Cut(map, left, top, 8, 6))).ToArray();
        var stitched = WindowStitching.Stitch(windows, 23, 17, 5, "w.npy");
        Assert.All(map.Values.Zip(stitched.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Throws<InputException>(() => WindowStitching.Stitch(windows[1..], 23, 17, 5, "w.npy"));
    }

    [Fact]
    public void A_map_and_its_mirror_image_average_to_the_map()
    {
        var map = Random(9, 4, 3, 3);
        var mirrored = new ChannelMap(9, 4, 3);
        for (var i = 0; i < map.Pixels; i++)
        {
            map.Of(i).CopyTo(mirrored.Of((i / 9 * 9) + 8 - (i % 9)));
        }

        Assert.Equal(map.Values, MapBlending.AverageFlipped(map, mirrored).Values);
    }

    [Fact]
    public void Near_pixels_take_the_whole_image_and_far_ones_the_windows()
    {
        var (whole, windows) = (new ChannelMap(3, 1, 1, [1, 1, 1]), new ChannelMap(3, 1, 1, [0, 0, 0]));
        var blended = MapBlending.ByDepth(whole, windows, new Plane<float>(3, 1, [1, 9, float.NaN]));
        Assert.Equal([0.5f, 0.1f, 0.5f], blended.Values);
    }

    [Fact]
    public void Resizing_keeps_constants_and_straight_lines_inside()
    {
        var map = new ChannelMap(8, 4, 2);
        for (var i = 0; i < map.Pixels; i++)
        {
            (map.Of(i)[0], map.Of(i)[1]) = (3, (i % 8) + 0.5f);
        }

        var large = MapResizing.Bilinear(map, 24, 12);
        for (var i = 0; i < large.Pixels; i++)
        {
            Assert.Equal(3, large.Of(i)[0], 1e-5f);
            var x = ((i % 24) + 0.5f) / 3;
            Assert.Equal(Math.Clamp(x, 0.5f, 7.5f), large.Of(i)[1], 1e-4f);
        }
    }

    [Fact]
    public void The_best_class_is_kept_where_it_is_probable_enough()
    {
        var map = new ChannelMap(3, 1, 2, [0.9f, 0.1f, 0.5f, 0.5f, 0.3f, 0.7f]);
        Assert.Equal([0, 255, 1], Probabilities.Best(map, 0, 255).Pixels.Select(id => (int)id));
        Assert.Equal([0, 255, 255], Probabilities.Best(map, 0.8, 255).Pixels.Select(id => (int)id));
    }

    [Fact]
    public void Merged_classes_have_the_sum_of_their_probabilities()
    {
        var merged = Probabilities.Merge(new ChannelMap(1, 1, 4, [0.1f, 0.2f, 0.3f, 0.4f]), [0, 1, 0, 1]);
        Assert.Equal(0.4f, merged.Values[0], 1e-6f);
        Assert.Equal(0.6f, merged.Values[1], 1e-6f);
    }

    private static ChannelMap Random(int width, int height, int channels, int seed)
    {
        var random = new SeededRandom(seed);
        return new ChannelMap(
            width, height, channels, [.. Enumerable.Range(0, width * height * channels).Select(_ => (float)random.NextNormal())]);
    }

    private static ChannelMap Cut(ChannelMap map, int left, int top, int width, int height)
    {
        var cut = new ChannelMap(width, height, map.Channels);
        for (var i = 0; i < cut.Pixels; i++)
        {
            map.Of(((top + (i / width)) * map.Width) + left + (i % width)).CopyTo(cut.Of(i));
        }

        return cut;
    }
}
