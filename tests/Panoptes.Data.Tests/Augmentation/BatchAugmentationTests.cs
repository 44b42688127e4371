using Panoptes.Data.Augmentation;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;
using Panoptes.Tensors;

namespace Panoptes.Data.Tests.Augmentation;

[Collection("tensors")]
public sealed class BatchAugmentationTests
{
    private const SampleParts Everything = SampleParts.Labels | SampleParts.Segments | SampleParts.Instances;
    private static readonly SyntheticDataset Scenes = new(new SyntheticScenes(120, 80, 5), 6);
    private static readonly AugmentationConfig Crop = new() { Crop = [48, 64], CatMaxRatio = 1 };
    private static readonly ResolutionJitterConfig Sizes = new() { Least = [24, 40], Largest = [64, 80], Sizes = 5 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Strong_changes_reach_the_image_inside_its_padding_and_nothing_else(bool channelsLast)
    {
        var padded = Crop with { Crop = [100, 150], ResizeMin = .8, ResizeMax = .9 };
        using var plain = Loader(padded, channelsLast: channelsLast);
        using var strong = Loader(padded with { Strong = new StrongConfig() }, channelsLast: channelsLast);
        using var before = plain.Take(2);
        using var after = strong.Take(2);
        Assert.Equal(before.Labels.ToArray<long>(), after.Labels.ToArray<long>());
        Assert.Equal(before.Targets.Segments!.Ids.ToArray<int>(), after.Targets.Segments!.Ids.ToArray<int>());
        var (old, now) = (before.Images.ToArray<float>(), after.Images.ToArray<float>());
        Assert.NotEqual(old, now);
        for (var i = 0; i < now.Length; i++)
        {
            var valid = after.Samples[i / (3 * 100 * 150)].Valid;
            Assert.True(valid.Contains(i % 150, i / 150 % 100) || now[i] == 0);
        }
    }

    [Fact]
    public void Strong_changes_that_do_nothing_leave_every_bit()
    {
        using var plain = Loader(Crop);
        using var strong = Loader(Crop with { Strong = new StrongConfig { Steps = [StrongStep.Gray], GrayProbability = 0 } });
        using var other = Loader(Crop with
        {
            Strong = new StrongConfig
            {
                Steps = [StrongStep.Jitter],
                JitterProbability = 1,
                Brightness = 0,
                Contrast = 0,
                Saturation = 0,
                Hue = 0,
            },
        });
        using var expected = plain.Take(1);
        using var one = strong.Take(1);
        using var same = other.Take(1);
        Assert.Equal(expected.Images.ToArray<float>(), one.Images.ToArray<float>());
        Assert.Equal(expected.Images.ToArray<float>(), same.Images.ToArray<float>());
    }

    [Fact]
    public void Batches_changed_as_a_whole_are_the_same_for_any_count_of_workers_and_order_of_channels()
    {
        var all = Crop with { Strong = new StrongConfig(), CopyPaste = new CopyPasteConfig { MinBox = 3 }, ResolutionJitter = Sizes };
        using var one = Loader(all);
        using var many = Loader(all, workers: 3, channelsLast: true);
        var expected = Enumerable.Range(0, 6).Select(step => Images(one, step)).ToArray();
        foreach (var step in new[] { 4, 5, 0, 1, 2 })
        {
            Assert.Equal(expected[step], Images(many, step));
        }
    }

    [Fact]
    public void A_batch_has_one_size_of_those_given_and_every_layer_is_moved_by_the_geometry_that_it_names()
    {
        using var loader = Loader(Crop with { ResolutionJitter = Sizes });
        var seen = new HashSet<(long, long)>();
        for (var step = 0; step < 30; step++)
        {
            using var scope = TensorScope.Open();
            using var batch = loader.Take(step);
            var (height, width) = ((int)batch.Images.Size(2), (int)batch.Images.Size(3));
            seen.Add((height, width));
            Assert.Equal([(long)height, width], batch.Labels.Shape.ToArray()[1..]);
            var labels = batch.Labels.ToArray<long>();
            for (var n = 0; n < batch.Samples.Count; n++)
            {
                var geometry = batch.Samples[n].Geometry;
                Assert.Equal((height, width), (geometry.Height, geometry.Width));
                var expected = new long[height * width];
                LabelWriter.Write(Scenes.Load(batch.Samples[n].Index).StoredLabels!, geometry, "scene", expected);
                Assert.Equal(expected, labels[(n * expected.Length)..((n + 1) * expected.Length)]);
                Assert.All(batch.Targets.Instances![n], one => Assert.Equal((height, width), (one.Mask.Height, one.Mask.Width)));
            }
        }

        Assert.Equal([(24L, 40L), (34, 50), (44, 60), (54, 70), (64, 80)], seen.Order());
    }

    [Fact]
    public void A_crop_of_a_share_of_the_area_has_that_share_and_the_proportions_of_the_crop()
    {
        var transform = new TrainTransform(
            new AugmentationConfig { Resize = ResizeKind.Area, ResizeMin = .7, ResizeMax = 1, Crop = [320, 640], CatMaxRatio = 1 });
        var shares = new List<double>();
        for (var seed = 0; seed < 200; seed++)
        {
            var geometry = transform.DrawGeometry(1280, 640, null, new SeededRandom(seed));
            Assert.Equal((640, 320, 640 * 320), (geometry.Width, geometry.Height, geometry.Content.Width * geometry.Content.Height));
            var (shownWidth, shownHeight) = (640 * geometry.ScaleX, 320 * geometry.ScaleY);
            Assert.InRange(shownWidth / shownHeight, 1.99, 2.01);
            shares.Add(shownWidth * shownHeight / (1280 * 640));
        }

        Assert.InRange(shares.Min(), .699, .72);
        Assert.InRange(shares.Max(), .98, 1.001);
        var narrow = transform.DrawGeometry(400, 640, null, new SeededRandom(1));
        Assert.Equal((400, 200), (Math.Round(640 * narrow.ScaleX), Math.Round(320 * narrow.ScaleY)));
    }

    [Fact]
    public void Settings_out_of_range_name_their_key()
    {
        (AugmentationConfig Config, string Key)[] wrong =
        [
            (Crop with { Strong = new() { Steps = [] } }, "strong.steps"),
            (Crop with { Strong = new() { Steps = [StrongStep.Blur, StrongStep.Blur] } }, "strong.steps"),
            (Crop with { Strong = new() { BlurSigma = [0, 1] } }, "strong.blur_sigma"),
            (Crop with { Strong = new() { Hue = .6 } }, "strong.hue"),
            (Crop with { ResolutionJitter = new() { Least = [800, 1000] } }, "resolution_jitter.largest"),
            (Crop with { ResolutionJitter = new() { Sizes = 0 } }, "resolution_jitter.sizes"),
            (Crop with { Crop = [], ResolutionJitter = new() }, "crop"),
            (Crop with { Resize = ResizeKind.Area }, "resize_max"),
        ];
        foreach (var (config, key) in wrong)
        {
            Assert.Contains($"augmentation.{key}", Assert.Throws<InputException>(config.Check).Message, StringComparison.Ordinal);
        }
    }

    private static BatchLoader Loader(AugmentationConfig augmentation, int workers = 0, bool channelsLast = false) => new(
        Scenes, augmentation, new LoaderConfig { Workers = workers, ChannelsLast = channelsLast }, 3, 7, parts: Everything);

    private static float[] Images(BatchLoader loader, int step)
    {
        using var batch = loader.Take(step);
        return batch.Images.ToArray<float>();
    }
}
