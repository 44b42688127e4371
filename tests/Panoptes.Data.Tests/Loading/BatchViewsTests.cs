using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Tensors;

namespace Panoptes.Data.Tests.Loading;

[Collection("tensors")]
public sealed class BatchViewsTests
{
    private const SampleParts Everything = SampleParts.Labels | SampleParts.Segments | SampleParts.Instances;
    private static readonly SyntheticDataset Scenes = new(new SyntheticScenes(120, 80, 5), 6);
    private static readonly AugmentationConfig Plain = new() { Crop = [48, 64], CatMaxRatio = 1 };
    private static readonly AugmentationConfig Strong = Plain with { Strong = new StrongConfig() };
    private static readonly AugmentationConfig Pasting = Strong with { CopyPaste = new CopyPasteConfig { MinBox = 3 } };
    private static readonly BatchViews All = new(Weak: true, Strong: 2);

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    public void The_weak_view_is_what_colors_were_before_and_the_first_strong_view_what_a_batch_of_one_view_holds(
        int workers, bool channelsLast)
    {
        using var plain = Loader(Plain, null, 0, channelsLast);
        using var one = Loader(Strong, null, 0, channelsLast);
        using var several = Loader(Strong, All, workers, channelsLast);
        for (var step = 0; step < 4; step++)
        {
            using var before = plain.Take(step);
            using var alone = one.Take(step);
            using var batch = several.Take(step);
            Assert.Equal(["image", "image2", "weak"], batch.Views.Keys.Order());
            Assert.Equal(before.Images.ToArray<float>(), batch.Views[BatchViews.WeakView].ToArray<float>());
            Assert.Equal(alone.Images.ToArray<float>(), batch.Images.ToArray<float>());
            Assert.NotEqual(alone.Images.ToArray<float>(), batch.Views[BatchViews.StrongView(1)].ToArray<float>());
            Assert.Equal(alone.Labels.ToArray<long>(), batch.Labels.ToArray<long>());
            Assert.Equal(alone.Samples.Select(info => info.Geometry), batch.Samples.Select(info => info.Geometry));
        }
    }

    [Fact]
    public void Pixel_grids_of_all_views_coincide_once_their_colors_are_undone()
    {
        // A change of brightness alone is undone by a factor for each sample.
        var brighter = new StrongConfig
        {
            BlurProbability = 0,
            GrayProbability = 0,
            JitterProbability = 1,
            Contrast = 0,
            Saturation = 0,
            Hue = 0,
        };
        using var loader = Loader(Plain with { Strong = brighter, Mean = [0, 0, 0], Std = [1, 1, 1] }, All);
        using var batch = loader.Take(3);
        var weak = batch.Views[BatchViews.WeakView].ToArray<float>();
        foreach (var name in new[] { "image", "image2" })
        {
            var strong = batch.Views[name].ToArray<float>();
            var area = strong.Length / batch.Samples.Count;
            for (var n = 0; n < batch.Samples.Count; n++)
            {
                var (old, now) = (weak.AsSpan(n * area, area).ToArray(), strong.AsSpan(n * area, area).ToArray());
                var places = Enumerable.Range(0, area).Where(i => now[i] is > 0 and < 254).ToList();
                var factor = places.Sum(i => now[i]) / places.Sum(i => old[i]);
                Assert.All(places, i => Assert.InRange(now[i] - (factor * Math.Round(old[i])), -2, 2));
            }
        }
    }

    [Fact]
    public void Objects_are_pasted_into_every_strong_view_and_never_into_the_weak_one()
    {
        var pasting = Pasting with { Strong = null };
        using var plain = Loader(Plain, null);
        using var one = Loader(pasting, null);
        using var several = Loader(pasting, All);
        using var before = plain.Take(1);
        using var alone = one.Take(1);
        using var batch = several.Take(1);
        Assert.Contains(batch.Samples, info => info.Pasted.Count > 0);
        Assert.Equal(before.Images.ToArray<float>(), batch.Views[BatchViews.WeakView].ToArray<float>());
        Assert.Equal(alone.Images.ToArray<float>(), batch.Images.ToArray<float>());
        Assert.Equal(alone.Images.ToArray<float>(), batch.Views["image2"].ToArray<float>());
        Assert.Equal(alone.Labels.ToArray<long>(), batch.Labels.ToArray<long>());
    }

    [Fact]
    public void A_batch_whose_changes_wait_becomes_the_same_where_they_are_made_later()
    {
        using var now = Loader(Pasting, All);
        using var later = Loader(Pasting, All with { Waits = true });
        using var plain = Loader(Plain, null);
        var augmentation = new BatchAugmentation(Pasting, 7);
        for (var step = 0; step < 3; step++)
        {
            using var expected = now.Take(step);
            using var before = plain.Take(step);
            var waiting = later.Take(step);
            Assert.All(waiting.Views.Values, view => Assert.Equal(before.Images.ToArray<float>(), view.ToArray<float>()));
            using var changed = augmentation.Apply(waiting);
            Assert.Equal(expected.Views.Keys.Order(), changed.Views.Keys.Order());
            Assert.All(
                expected.Views, view => Assert.Equal(view.Value.ToArray<float>(), changed.Views[view.Key].ToArray<float>()));
            Assert.Equal(expected.Labels.ToArray<long>(), changed.Labels.ToArray<long>());
        }
    }

    [Fact]
    public void Objects_of_targets_that_were_set_later_are_pasted_and_all_memory_is_given_back()
    {
        var images = new PredictedDataset(Scenes, SampleParts.None, _ => new PredictedLayers());
        var before = TensorScope.LiveTensors;
        using (var truth = Loader(Plain, null))
        using (var loader = new BatchLoader(
            images, Pasting, new LoaderConfig { Workers = 0 }, 3, 7, parts: SampleParts.Image, views: All with { Waits = true }))
        {
            var augmentation = new BatchAugmentation(Pasting, 7);
            for (var step = 0; step < 20; step++)
            {
                using var scope = TensorScope.Open();
                using var known = truth.Take(step);
                var taken = loader.Take(step);
                Assert.Null(taken.Targets.Labels);
                var labels = Tensor.Zeros([3, 48, 64], DType.Int64);
                taken = taken.With(new BatchTargets(labels, null, known.Targets.Instances), taken.Samples);
                var weak = taken.Views[BatchViews.WeakView].ToArray<float>();
                using var batch = augmentation.Apply(taken);
                Assert.Equal(weak, batch.Views[BatchViews.WeakView].ToArray<float>());
                var painted = batch.Labels.ToArray<long>();
                foreach (var (n, info) in batch.Samples.Index())
                {
                    Assert.Equal(
                        info.Pasted.Any(one => one.TrainId > 0), painted.AsSpan(n * 48 * 64, 48 * 64).ContainsAnyExcept(0));
                }
            }
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Views_of_batches_with_sizes_of_their_own_are_padded_alike_and_used_memory_is_freed(bool jitters)
    {
        var sizes = jitters
            ? Strong with { ResolutionJitter = new() { Least = [24, 40], Largest = [64, 80], Sizes = 5 } }
            : Strong with { Crop = [], PadMultiple = 8 };
        var before = TensorScope.LiveTensors;
        using (var loader = Loader(sizes, All, 2))
        {
            for (var step = 0; step < 12; step++)
            {
                using var scope = TensorScope.Open();
                using var batch = loader.Take(step * (step % 5 == 0 ? 3 : 1));
                Assert.All(batch.Views.Values, view => Assert.Equal(batch.Images.Shape.ToArray(), view.Shape.ToArray()));
            }
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Without_workers_only_the_step_that_is_asked_for_is_read_and_by_whoever_asks()
    {
        var threads = new List<int>();
        var watched = new PredictedDataset(Scenes, SampleParts.Labels, sample =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            return new PredictedLayers { Labels = new Plane<ushort>(sample.Image.Width, sample.Image.Height) };
        });
        using var loader = new BatchLoader(watched, Plain, new LoaderConfig { Workers = 0, Prefetch = 8 }, 2, 7);
        Assert.Empty(threads);
        foreach (var (count, step) in new[] { 0L, 1, 5, 5, 2 }.Index())
        {
            loader.Take(step).Dispose();
            Assert.Equal(2 * (count + 1), threads.Count);
        }

        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void A_batch_without_a_strong_view_is_refused()
    {
        var message = Assert.Throws<InputException>(() => Loader(Plain, new BatchViews(true, 0))).Message;
        Assert.Contains("strong views", message, StringComparison.Ordinal);
    }

    private static BatchLoader Loader(AugmentationConfig augmentation, BatchViews? views, int workers = 0, bool channelsLast = false)
    {
        var config = new LoaderConfig { Workers = workers, ChannelsLast = channelsLast };
        return new BatchLoader(Scenes, augmentation, config, 3, 7, parts: Everything, views: views);
    }
}
