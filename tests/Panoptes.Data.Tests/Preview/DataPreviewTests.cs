using Panoptes.Data.Configuration;
using Panoptes.Data.Preview;
using Panoptes.Data.Readers;
using Panoptes.Data.Synthetic;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Preview;

public sealed class DataPreviewTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_look_at_a_data_set_shows_samples_and_counts_their_pixels(bool augmented)
    {
        var dataset = new SyntheticDataset(new SyntheticScenes(128, 64), 5);
        var options = new DataPreviewOptions
        {
            Samples = 3,
            Width = 64,
            Augmentation =
            augmented ? new AugmentationConfig { Crop = [48, 96] } : null
        };
        var preview = DataPreview.Of(dataset, options);
        Assert.Equal((3, 5), (preview.Samples.Count, preview.Count));
        Assert.All(preview.Samples, sample => Assert.Null(sample.Error));
        Assert.Equal(9, preview.Samples.Sum(sample => sample.Pictures.Count));
        Assert.All(preview.Samples.SelectMany(sample => sample.Pictures), picture => Assert.Equal(64, picture.Width));
        Assert.Equal(3 * (augmented ? 48 * 96 : 128 * 64), preview.Pixels.Sum());
        var again = DataPreview.Of(dataset, options);
        Assert.Equal(
            preview.Samples.SelectMany(s => s.Pictures).Select(p => p.Jpeg), again.Samples.SelectMany(s => s.Pictures).Select(p => p.Jpeg));
    }

    [Fact]
    public void A_broken_sample_is_shown_as_its_error()
    {
        using var folder = new TemporaryFolder();
        folder.Image("train/images/a.png");
        folder.Labels("train/labels/a.png", (_, _) => 200);
        var preview = DataPreview.Of(Datasets.Open(new DataConfig { Root = folder.Path }, "train"));
        Assert.Contains("label id 200", Assert.Single(preview.Samples).Error, StringComparison.Ordinal);
        Assert.Equal(0, preview.Pixels.Sum());
    }
}
