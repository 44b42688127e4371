using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Statistics;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Statistics;

public sealed class StatisticsTests
{
    [Fact]
    public void Frequencies_and_weights_follow_their_formulas()
    {
        using var folder = new TemporaryFolder();
        folder.Text("classes.json", """{"classes":[{"id":0,"name":"a"},{"id":1,"name":"b"},{"id":2,"name":"c"}]}""");
        folder.Image("train/images/one.png");
        folder.Labels("train/labels/one.png", (x, _) => x < 12 ? 0 : 1);
        folder.Image("train/images/two.png");
        folder.Labels("train/labels/two.png", (x, _) => x < 8 ? 0 : 255);
        var found = ClassFrequencies.Count(Datasets.Open(new DataConfig { Root = folder.Path }, "train"));
        Assert.Equal([160L, 32, 0], found.Pixels);
        Assert.Equal([192L, 128, 0], found.PixelsWherePresent);
        Assert.Equal([2, 1, 0], found.Images);
        double a = 160.0 / 192, b = 32.0 / 128, median = (a + b) / 2;
        Assert.Equal([median / a, median / b, 1], found.MedianFrequencyWeights());
        Assert.Equal([1 / Math.Log(1.02 + (160.0 / 192)), 1 / Math.Log(1.02 + (32.0 / 192)), 1], found.InverseLogWeights());
    }

    [NeedsSharedFact("cases/data/stats-zero-weights")]
    public void No_weights_follow_where_nothing_is_labeled()
    {
        var found = ClassFrequencies.Count(
            Datasets.Open(new DataConfig { Root = SharedFiles.Path("cases/data/stats-zero-weights")! }, "train"));
        Assert.False(found.HasLabels);
        Assert.Throws<InvalidOperationException>(() => found.MedianFrequencyWeights());
        Assert.Throws<InvalidOperationException>(() => found.InverseLogWeights());
    }

    [Fact]
    public void No_weight_is_ever_zero_and_absent_classes_are_named()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var pixels = Enumerable.Range(
                0, 5).Select(_ => random.Next(3) == 0 ? 0 : random.NextInt64(1, 1L << random.Next(1, 40))).ToArray();
            var found = new ClassFrequencies(["a", "b", "c", "d", "e"], pixels, [.. pixels.Select(_ => pixels.Sum())], new int[5]);
            Assert.Equal(found.Names.Where((_, c) => pixels[c] == 0), found.Absent);
            if (found.HasLabels)
            {
                Assert.All(found.MedianFrequencyWeights().Concat(found.InverseLogWeights()), weight => Assert.True(
                    weight > 0, $"seed {seed}"));
            }
        }
    }

    [NeedsSharedFact("data/camvid")]
    public void The_mean_and_deviation_of_CamVid_are_the_published_ones()
    {
        var found = ChannelStatistics.Measure(Datasets.Open(new DataConfig { Root = SharedFiles.Path("data/camvid")! }, "train"));
        // Published for the PNGs that these JPEGs were made of.
        Assert.All(new[] { 105.03, 108.41, 110.33 }.Zip(found.Mean), p => Assert.InRange(p.Second, p.First - .2, p.First + .2));
        Assert.All(new[] { 69.90, 72.69, 72.13 }.Zip(found.MeanOfImageStds), p => Assert.InRange(p.Second, p.First - .2, p.First + .2));
    }

    [Fact]
    public void Deviation_is_that_of_all_pixels()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 2; i++)
        {
            var image = new RgbImage(4, 4);
            Array.Fill(image.Pixels, (byte)(100 + (20 * i)));
            PngFile.WriteRgb(folder[$"train/images/{i}.png"], image);
        }

        var found = ChannelStatistics.Measure(Datasets.Open(new DataConfig { Root = folder.Path }, "train"));
        Assert.Equal([110.0, 110, 110], found.Mean);
        Assert.Equal([10.0, 10, 10], found.Std);
        Assert.Equal([0.0, 0, 0], found.MeanOfImageStds);
    }
}
