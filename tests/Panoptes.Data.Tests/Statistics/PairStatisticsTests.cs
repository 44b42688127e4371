using Panoptes.Data.Configuration;
using Panoptes.Data.Sampling;
using Panoptes.Data.Statistics;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Statistics;

public sealed class PairStatisticsTests
{
    private static readonly AugmentationConfig Crop = new() { Crop = [64, 64], CatMaxRatio = 1 };
    private static readonly SyntheticDataset Scenes = new(new SyntheticScenes(192, 96, 2), 12);

    [Fact]
    public void Pairs_are_counted_by_class_and_size_without_reading_an_image()
    {
        var counted = Draw(new SamplerConfig { Kind = SamplerKind.ClassPair, Sizes = [16, 32], ShortMin = 1, ShortMax = 5000 }, 400);
        Assert.Equal(400, counted.Classes.Sum(row => row.Pairs));
        Assert.InRange(counted.Classes.Max(row => row.Pairs) - counted.Classes.Min(row => row.Pairs), 0, 1);
        Assert.Equal(800, counted.Sizes.Sum(row => row.Crops));
        Assert.Equal([16, 32, null], counted.Sizes.Select(row => row.Asked));
        Assert.All(counted.Classes, row =>
        {
            Assert.Equal(2 * row.Pairs, row.Sizes.Sum(size => size.Crops));
            Assert.InRange(row.Images, 1, row.Available);
            Assert.Equal(row.Name is "car" or "person", row.Sizes.All(size => size.Asked is not null));
        });

        // Far limits let every thing have its size, but for whole pixels of the image's sides.
        Assert.All(counted.Sizes.Where(row => row.Asked is not null), row =>
        {
            Assert.InRange(row.Median, row.Asked!.Value - 0.5, row.Asked.Value + 0.5);
            Assert.True(row.Least <= row.Median && row.Median <= row.Most);
        });
    }

    [Fact]
    public void A_sampler_without_pairs_has_none_to_count()
    {
        Assert.Contains("class_pair", Assert.Throws<InputException>(
            () => Draw(new SamplerConfig { Kind = SamplerKind.ThingCenter }, 10)).Message);
        Assert.Contains("at least 1", Assert.Throws<InputException>(
            () => Draw(new SamplerConfig { Kind = SamplerKind.ClassPair }, 0)).Message);
    }

    private static PairStatistics Draw(SamplerConfig config, int pairs)
    {
        using var folder = new TemporaryFolder();
        return PairStatistics.Draw(Scenes, CropSampling.Open(Scenes, config, new SegmentIndexStore(folder.Path)), Crop, 1, pairs);
    }
}
