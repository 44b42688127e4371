using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Readers;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Loading;

[Collection("tensors")]
public sealed class BatchLoaderTests
{
    private const string CamVid = "data/camvid";
    private static readonly AugmentationConfig Small = new() { Crop = [96, 128] };
    private static readonly AugmentationConfig Tiny = new() { Crop = [8, 8] };

    [NeedsSharedFact(CamVid)]
    public void The_same_steps_hold_the_same_batches_for_any_count_of_workers_and_in_any_order()
    {
        var dataset = Datasets.Open(new DataConfig { Root = SharedFiles.Path(CamVid)! }, "train");
        using var one = new BatchLoader(dataset, Small, new LoaderConfig { Workers = 1 }, 3, 7);
        long[] steps = [0, 1, 2, 3, 9, 10, 4];
        var expected = steps.Select(s => Content(one, s)).ToArray();
        foreach (var workers in new[] { 0, 2, 5 })
        {
            using var other = new BatchLoader(dataset, Small, new LoaderConfig { Workers = workers, Prefetch = 3 }, 3, 7);
            foreach (var (step, content) in steps.Reverse().Zip(expected.Reverse()))
            {
                AssertSame(content, Content(other, step));
            }
        }
    }

    [Fact]
    public void Resuming_at_a_step_gives_what_the_unbroken_run_gets()
    {
        var dataset = new SyntheticDataset(new SyntheticScenes(64, 32, 1), 5);
        using var unbroken = new BatchLoader(dataset, Tiny, new LoaderConfig(), 2, 3);
        var expected = Enumerable.Range(0, 8).Select(s => Content(unbroken, s)).ToArray();
        using var resumed = new BatchLoader(dataset, Tiny, new LoaderConfig(), 2, 3);
        for (var step = 5; step < 8; step++)
        {
            AssertSame(expected[step], Content(resumed, step));
        }
    }

    [Fact]
    public void Channels_last_holds_the_same_values_in_another_order()
    {
        var dataset = new SyntheticDataset(new SyntheticScenes(64, 32, 1), 5);
        using var planar = new BatchLoader(dataset, Tiny, new LoaderConfig(), 2, 3);
        using var last = new BatchLoader(dataset, Tiny, new LoaderConfig { ChannelsLast = true }, 2, 3);
        using var batch = last.Take(4);
        Assert.True(batch.Images.IsContiguousAs(MemoryFormat.ChannelsLast));
        Assert.Equal([2L, 3, 8, 8], batch.Images.Shape.ToArray());
        Assert.Equal(Content(planar, 4).Images, batch.Images.ToArray<float>());
    }

    [Fact]
    public void Ranks_read_different_samples_in_an_epoch()
    {
        var dataset = new SyntheticDataset(new SyntheticScenes(32, 16, 1), 12);
        var names = Enumerable.Range(0, 3).SelectMany(rank =>
        {
            using var loader = new BatchLoader(dataset, Tiny, new LoaderConfig(), 2, 3, rank, 3);
            return Enumerable.Range(0, 2).SelectMany(s => Content(loader, s).Names).ToArray();
        }).ToArray();
        Assert.Equal(12, names.Distinct().Count());
    }

    [Fact]
    public void Strong_changes_of_color_are_those_of_the_sample_whichever_process_has_it()
    {
        var dataset = new SyntheticDataset(new SyntheticScenes(32, 16, 1), 12);
        var config = Tiny with { Strong = new StrongConfig() };
        using var whole = new BatchLoader(dataset, config, new LoaderConfig(), 4, 3);
        using var batch = whole.Take(1);
        var all = batch.Images.ToArray<float>().Chunk(3 * 8 * 8).ToArray();
        for (var rank = 0; rank < 2; rank++)
        {
            using var loader = new BatchLoader(dataset, config, new LoaderConfig(), 2, 3, rank, 2);
            using var part = loader.Take(1);
            Assert.Equal([.. all[rank], .. all[rank + 2]], part.Images.ToArray<float>());
        }
    }

    [Fact]
    public void Used_batches_are_used_again_and_nothing_is_left_behind()
    {
        var dataset = new SyntheticDataset(new SyntheticScenes(32, 16, 1), 4);
        var before = TensorScope.LiveTensors;
        using (var loader = new BatchLoader(dataset, Tiny, new LoaderConfig { Workers = 2, Prefetch = 2 }, 2, 3))
        {
            for (var step = 0; step < 50; step++)
            {
                using var scope = TensorScope.Open();
                using var batch = loader.Take(step * (step % 7 == 0 ? 3 : 1));
                Assert.InRange(TensorScope.LiveTensors - before, 2, 2 * 8);
            }

            Assert.True(loader.Waited >= loader.LastWait);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_corrupt_sample_ends_the_run_and_names_its_file()
    {
        using var folder = Broken(out var broken);
        using var loader = new BatchLoader(
            Datasets.Open(new DataConfig { Root = folder.Path }, "train"), Tiny, new LoaderConfig { Workers = 2 }, 4, 1);
        var error = Assert.Throws<InputException>(() =>
        {
            for (var step = 0; step < 3; step++)
            {
                loader.Take(step).Dispose();
            }
        });
        Assert.Contains(broken, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quarantine_replaces_a_corrupt_sample_in_the_same_way_for_any_count_of_workers()
    {
        using var folder = Broken(out var broken);
        var dataset = Datasets.Open(new DataConfig { Root = folder.Path }, "train");
        var said = new List<QuarantinedSample>();
        using var one = new BatchLoader(dataset, Tiny, new LoaderConfig { Workers = 1, Quarantine = 1 }, 4, 1) { OnQuarantine = said.Add };
        using var many = new BatchLoader(dataset, Tiny, new LoaderConfig { Workers = 4, Quarantine = 1 }, 4, 1);
        for (var step = 0; step < 6; step++)
        {
            AssertSame(Content(one, step), Content(many, step));
        }

        Assert.Equal(broken, Assert.Single(said).Files.Image);
        Assert.Equal(broken, Assert.Single(many.Quarantined).Files.Image);
        Assert.Contains(broken, said[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_quarantine_ends_the_run()
    {
        using var folder = Broken(out _);
        File.WriteAllBytes(folder["train/images/train02.png"], [1, 2, 3]);
        using var loader = new BatchLoader(
            Datasets.Open(new DataConfig { Root = folder.Path }, "train"), Tiny, new LoaderConfig { Quarantine = 1 }, 5, 1);
        Assert.Throws<InputException>(() => Enumerable.Range(0, 4).ToList().ForEach(s => loader.Take(s).Dispose()));
    }

    [Fact]
    public void An_id_out_of_range_names_file_pixel_id_and_allowed_ids()
    {
        using var folder = new TemporaryFolder();
        folder.Image("train/images/a.png");
        folder.Labels("train/labels/a.png", (x, y) => x == 9 && y == 5 ? 99 : 1);
        using var loader = new BatchLoader(
            Datasets.Open(new DataConfig { Root = folder.Path }, "train"),
            new AugmentationConfig { Crop = [8, 16], ResizeMin = 1, ResizeMax = 1 },
            new LoaderConfig(),
            1,
            1);
        var message = Assert.Throws<InputException>(() => loader.Take(0)).Message;
        Assert.Contains($"{folder.Path}/train/labels/a.png: found label id 99 at pixel (9,5)", message, StringComparison.Ordinal);
        Assert.Contains("0-11, 255", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        var dataset = new SyntheticDataset(new SyntheticScenes(32, 16), 1);
        Assert.Contains(
            "loader.workers",
            Assert.Throws<InputException>(() => new BatchLoader(dataset, Tiny, new LoaderConfig { Workers = -1 }, 1, 0)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "augmentation.crop",
            Assert.Throws<InputException>(() => new BatchLoader(dataset, Tiny with { Crop = [0, 4] }, new LoaderConfig(), 1, 0)).Message,
            StringComparison.Ordinal);
    }

    private static TemporaryFolder Broken(out string broken)
    {
        var folder = new TemporaryFolder();
        folder.CamVid("train", 5);
        broken = folder["train/images/train03.png"];
        File.WriteAllBytes(broken, File.ReadAllBytes(broken)[..60]);
        return folder;
    }

    private static void AssertSame(
        (string[] Names, float[] Images, long[] Labels) expected, (string[] Names, float[] Images, long[] Labels) found)
    {
        Assert.Equal(expected.Names, found.Names);
        Assert.True(expected.Labels.AsSpan().SequenceEqual(found.Labels));
        Assert.True(expected.Images.AsSpan().SequenceEqual(found.Images));
    }

    private static (string[] Names, float[] Images, long[] Labels) Content(BatchLoader loader, long step)
    {
        using var batch = loader.Take(step);
        Assert.Equal(step, batch.Step);
        return ([.. batch.Samples.Select(s => s.Name)], batch.Images.ToArray<float>(), batch.Labels.ToArray<long>());
    }
}
