using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Preview;
using Panoptes.Data.Readers;
using Panoptes.Data.Sampling;
using Panoptes.Data.Synthetic;
using Panoptes.Imaging.Codecs;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Preview;

[Collection("tensors")]
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
            preview.Samples.SelectMany(s => s.Pictures).Select(p => p.Encoded),
            again.Samples.SelectMany(s => s.Pictures).Select(p => p.Encoded));
    }

    [Fact]
    public void Pasted_objects_are_shown_as_the_loader_pastes_them_with_their_outlines()
    {
        var dataset = new SyntheticDataset(new SyntheticScenes(128, 64), 5);
        var augmentation = new AugmentationConfig
        {
            Crop = [48, 96],
            CatMaxRatio = 1,
            CopyPaste = new CopyPasteConfig { MinBox = 4, Source = CopyPasteSource.Predictions },
        };
        var options = new DataPreviewOptions { Samples = 5, Width = 96, Seed = 3, BatchSize = 2, Augmentation = augmentation };
        var preview = DataPreview.Of(dataset, options);
        Assert.Equal(5, preview.Samples.Count);
        Assert.Equal(5 * 48 * 96, preview.Pixels.Sum());
        Assert.All(preview.Samples, sample => Assert.Contains(" pasted, of scene ", sample.Facts));
        using var loader = new BatchLoader(
            dataset, augmentation with { CopyPaste = augmentation.CopyPaste with { Source = CopyPasteSource.Labels } },
            new LoaderConfig { Workers = 0 }, 2, 3, parts: Samples.SampleParts.Labels | Samples.SampleParts.Segments);
        using var batch = loader.Take(0);
        var picture = ImageFile.ReadRgb(preview.Samples[1].Pictures[0].Encoded, "shown");
        var pasted = batch.Samples[1].Pasted[^1].Mask;
        var outlined = 0;
        foreach (var (i, _) in pasted.Decode().Pixels.Index().Where(pixel => pixel.Item == 1))
        {
            outlined += picture.Pixels[3 * i] > 170 && picture.Pixels[(3 * i) + 2] < 130 ? 1 : 0;
        }

        Assert.InRange(outlined, 4, pasted.Area);
        Assert.Equal(batch.Labels.ToArray<long>()[..(48 * 96)].Count(id => id == 0), preview.Samples[0].Pixels[0]);
    }

    [Fact]
    public void Pairs_are_shown_as_the_loader_draws_them_with_their_targets_outlined()
    {
        using var folder = new TemporaryFolder();
        var dataset = new SyntheticDataset(new SyntheticScenes(128, 64), 5);
        var augmentation = new AugmentationConfig { Crop = [48, 96], CatMaxRatio = 1, Photometric = false };
        var config = new SamplerConfig { Kind = SamplerKind.ClassPair, Sizes = [16, 32], IncludeStuff = false };
        var sampling = CropSampling.Open(dataset, config, new SegmentIndexStore(folder.Path));
        var preview = DataPreview.Of(dataset, new DataPreviewOptions
        {
            Samples = 7,
            Width = 96,
            Seed = 3,
            Augmentation = augmentation,
            Sampling = sampling,
            PairsCounted = 50,
        });
        Assert.Equal(8, preview.Samples.Count);
        using var loader = new BatchLoader(dataset, augmentation, new LoaderConfig { Workers = 0 }, 8, 3, sampling: sampling);
        using var batch = loader.Take(0);
        foreach (var (shown, drawn) in preview.Samples.Zip(batch.Samples))
        {
            var target = drawn.Target!;
            Assert.Equal((drawn.Name, target.Pair, target.Segment.Id, target.Size), (
                shown.Files.Name, shown.Target!.Pair, shown.Target.Segment, shown.Target.Asked));
            Assert.Equal(target.SizeIn(drawn.Geometry), shown.Target.Size);
            Assert.InRange(shown.Target.Seen, 0, shown.Target.Size + 1e-9);
            var picture = ImageFile.ReadRgb(shown.Pictures[0].Encoded, "shown");
            var (left, top, right, _) = target.BoxIn(drawn.Geometry);
            var (x, y) = (Math.Clamp((int)((left + right) / 2), 0, 95), Math.Clamp((int)top, 0, 47));
            Assert.True(picture.Pixels[3 * ((y * 96) + x)] > 150 && picture.Pixels[(3 * ((y * 96) + x)) + 2] < 130, $"{shown.Files.Name}");
        }

        Assert.Equal(50, preview.Pairs!.Pairs);
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
