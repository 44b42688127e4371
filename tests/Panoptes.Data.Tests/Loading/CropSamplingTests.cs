using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Data.Synthetic;
using Panoptes.Data.Targets;
using Panoptes.Data.Tests.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Loading;

[Collection("tensors")]
public sealed class CropSamplingTests
{
    private const SampleParts Panoptic = SampleParts.Image | SampleParts.Segments;
    private static readonly AugmentationConfig Crop = new() { Crop = [24, 32], CatMaxRatio = 1 };
    private static readonly SamplerConfig Pairs = new() { Kind = SamplerKind.ClassPair, Sizes = [8, 16] };
    private static readonly SyntheticDataset Scenes = new(new SyntheticScenes(96, 64, 3), 9);

    [Theory]
    [InlineData(CropAnchor.Center)]
    [InlineData(CropAnchor.MaskPixel)]
    public void Pairs_are_the_same_for_any_count_of_threads_and_from_any_step(CropAnchor anchor)
    {
        using var one = Loader(Pairs with { Anchor = anchor }, workers: 0);
        var expected = Enumerable.Range(0, 9).Select(step => Content(one, step)).ToArray();
        using var many = Loader(Pairs with { Anchor = anchor }, workers: 4);
        Assert.Equal(expected[5..], Enumerable.Range(5, 4).Select(step => Content(many, step)));
        Assert.Equal(expected, Enumerable.Range(0, 9).Select(step => Content(many, step)));
        using var other = Loader(Pairs with { Anchor = anchor }, workers: 0, seed: 8);
        Assert.NotEqual(expected[0], Content(other, 0));
    }

    [Fact]
    public void Samples_2k_and_2k_plus_1_are_of_one_class_and_processes_share_no_pair()
    {
        var pairs = new List<long>();
        for (var rank = 0; rank < 3; rank++)
        {
            using var loader = Loader(Pairs, rank: rank, world: 3);
            for (var step = 0; step < 4; step++)
            {
                using var scope = TensorScope.Open();
                using var batch = loader.Take(step);
                for (var k = 0; k < 4; k += 2)
                {
                    var (first, second) = (batch.Samples[k].Target!, batch.Samples[k + 1].Target!);
                    Assert.Equal(
                        (first.Pair, first.Size, first.Segment.TrainId), (second.Pair, second.Size, second.Segment.TrainId));
                    pairs.Add(first.Pair!.Value);
                }
            }
        }

        Assert.Equal(Enumerable.Range(0, 24).Select(pair => (long)pair), pairs.Order());
    }

    [Fact]
    public void One_process_draws_what_several_draw_together()
    {
        using var alone = Loader(Pairs, batch: 4);
        using var first = Loader(Pairs, batch: 2, rank: 0, world: 2);
        using var second = Loader(Pairs, batch: 2, rank: 1, world: 2);
        for (var step = 0; step < 3; step++)
        {
            var names = Names(first, step).Concat(Names(second, step));
            Assert.Equal(Names(alone, step), names);
        }
    }

    [Theory]
    [InlineData(SamplerKind.ClassPair, CropAnchor.Center)]
    [InlineData(SamplerKind.ClassPair, CropAnchor.MaskPixel)]
    [InlineData(SamplerKind.ThingCenter, CropAnchor.Center)]
    [InlineData(SamplerKind.ThingCenter, CropAnchor.MaskPixel)]
    public void A_crop_shows_its_target(SamplerKind kind, CropAnchor anchor)
    {
        using var loader = Loader(Pairs with { Kind = kind, Anchor = anchor }, rules: new TargetRules { MinSegmentPixels = 1 });
        var (shown, all) = (0, 0);
        for (var step = 0; step < 20; step++)
        {
            using var scope = TensorScope.Open();
            using var batch = loader.Take(step);
            foreach (var (sample, table) in batch.Samples.Zip(batch.Targets.Segments!.Tables))
            {
                var target = sample.Target!;
                Assert.True(kind == SamplerKind.ClassPair || (target.Segment.IsThing && target is { Size: null, Pair: null }));
                var (left, top, right, bottom) = target.BoxIn(sample.Geometry);
                Assert.True(right > left && bottom > top);
                all++;
                shown += table.Any(found => found.SourceId == target.Segment.Id && found.TrainId == target.Segment.TrainId) ? 1 : 0;
            }
        }

        // A pixel of the mask is shown whenever a pixel of the crop has its center in it; the middle of a box may lie beside the mask.
        Assert.InRange(shown, (anchor == CropAnchor.MaskPixel ? 0.95 : 0.8) * all, all);
    }

    [Fact]
    public void Images_without_things_and_images_smaller_than_the_crop_are_cropped_all_the_same()
    {
        var small = new MadeUpSegments(
            20, 10, [[new(0, new PixelRectangle(0, 0, 20, 10))], [new(6, new PixelRectangle(19, 9, 20, 10))]]);
        foreach (var kind in new[] { SamplerKind.ThingCenter, SamplerKind.ClassPair })
        {
            using var loader = Loader(Pairs with { Kind = kind, ShortMin = 5 }, dataset: small);
            for (var step = 0; step < 6; step++)
            {
                using var batch = loader.Take(step);
                Assert.Equal([4L, 3, 24, 32], batch.Images.Shape.ToArray());
                Assert.All(batch.Samples, sample => Assert.Equal(
                    kind == SamplerKind.ClassPair || sample.Index == 1, sample.Target is not null));
            }
        }
    }

    [Fact]
    public void An_odd_batch_of_pairs_is_refused() => Assert.Contains(
        "train.batch_size: found 3; expected an even number", Assert.Throws<InputException>(() => Loader(Pairs, batch: 3)).Message);

    [Fact]
    public void Quarantine_replaces_a_crop_by_another_of_its_class()
    {
        var broken = new MadeUpSegments(
            40, 40,
            [
                [new(6, new PixelRectangle(2, 2, 9, 9))], [new(6, new PixelRectangle(5, 5, 12, 12))],
                [new(6, new PixelRectangle(1, 1, 4, 4))],
            ]);
        using var loader = Loader(Pairs with { Anchor = CropAnchor.MaskPixel }, dataset: broken, quarantine: 1);
        broken.Broken.Add(1);
        for (var step = 0; step < 8; step++)
        {
            using var batch = loader.Take(step);
            Assert.All(batch.Samples, sample => Assert.NotEqual(1, sample.Index));
            Assert.Equal(batch.Samples[0].Target!.Pair, batch.Samples[1].Target!.Pair);
        }

        Assert.Equal("image 1", Assert.Single(loader.Quarantined).Files.Image);
    }

    [Fact]
    public void Where_all_that_may_be_drawn_cannot_be_read_the_error_is_told()
    {
        var alone = new MadeUpSegments(40, 40, [[new(6, new PixelRectangle(2, 2, 9, 9))]]);
        using var loader = Loader(Pairs, dataset: alone, quarantine: 5);
        alone.Broken.Add(0);
        Assert.Contains("image 0", Assert.Throws<InputException>(() => loader.Take(0)).Message);
    }

    [Fact]
    public void The_fewest_pixels_of_a_segment_come_from_the_settings()
    {
        var data = new MadeUpSegments(
            32, 24, [[new(6, new PixelRectangle(2, 2, 3, 3)), new(6, new PixelRectangle(9, 9, 12, 12))]]);
        int Kept(int least)
        {
            var whole = Crop with { Resize = ResizeKind.ShortSide, ShortSides = [24], MinSegmentPixels = least };
            using var loader = new BatchLoader(data, whole, new LoaderConfig { Workers = 0 }, 1, 1, parts: Panoptic);
            using var batch = loader.Take(0);
            return batch.Targets.Segments!.Tables[0].Count;
        }

        Assert.Equal((2, 1, 0), (Kept(1), Kept(2), Kept(10)));
    }

    private static BatchLoader Loader(
        SamplerConfig sampler, int workers = 1, int batch = 4, long seed = 7, int rank = 0, int world = 1, IDataset? dataset = null,
        int quarantine = 0, TargetRules? rules = null)
    {
        using var folder = new TemporaryFolder();
        var sampling = CropSampling.Open(dataset ?? Scenes, sampler, new SegmentIndexStore(folder.Path));
        return new BatchLoader(
            dataset ?? Scenes, Crop, new LoaderConfig { Workers = workers, Quarantine = quarantine }, batch, seed, rank, world,
            parts: Panoptic, rules: rules, sampling: sampling);
    }

    private static string[] Names(BatchLoader loader, long step)
    {
        using var batch = loader.Take(step);
        return [.. batch.Samples.Select(sample => $"{sample.Name} {sample.Target} {sample.Geometry}")];
    }

    private static string Content(BatchLoader loader, long step)
    {
        using var scope = TensorScope.Open();
        using var batch = loader.Take(step);
        var sum = batch.Images.ToArray<float>().Aggregate(17L, (hash, value) => (hash * 31) + BitConverter.SingleToInt32Bits(value));
        return $"{sum} {string.Join(' ', batch.Samples.Select(sample => $"{sample.Name} {sample.Target} {sample.Geometry}"))}";
    }
}
