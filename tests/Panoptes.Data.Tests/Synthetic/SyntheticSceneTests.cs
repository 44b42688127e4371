using Panoptes.Data.Checking;
using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Synthetic;

public sealed class SyntheticSceneTests
{
    [Fact]
    public void A_scene_is_a_function_of_seed_and_index()
    {
        var scene = new SyntheticScenes(160, 90, 4).Render(17);
        var again = new SyntheticScenes(160, 90, 4).Render(17);
        Assert.Equal(scene.Image.Pixels, again.Image.Pixels);
        Assert.Equal(scene.Labels.Pixels, again.Labels.Pixels);
        Assert.Equal(scene.Depth.Pixels, again.Depth.Pixels);
        Assert.NotEqual(scene.Image.Pixels, new SyntheticScenes(160, 90, 4).Render(18).Image.Pixels);
        Assert.NotEqual(scene.Image.Pixels, new SyntheticScenes(160, 90, 5).Render(17).Image.Pixels);
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(64, 200)]
    [InlineData(333, 77)]
    public void The_layers_of_a_scene_agree_at_any_size(int width, int height)
    {
        for (var index = 0; index < 12; index++)
        {
            var scene = new SyntheticScenes(width, height).Render(index);
            Assert.Equal((width, height), (scene.Image.Width, scene.Image.Height));
            var segments = scene.Segments.Segments.ToDictionary(s => s.Id);
            var areas = new Dictionary<int, long>();
            for (var i = 0; i < scene.Labels.Pixels.Length; i++)
            {
                var (label, id) = (scene.Labels.Pixels[i], scene.Segments.Ids.Pixels[i]);
                Assert.Equal(label == 255, id == 0);
                Assert.Equal(label is 255 or 4, scene.Depth.Pixels[i] == 0);
                if (id != 0)
                {
                    Assert.Equal(label, segments[id].CategoryTrainId);
                    Assert.Equal(BuiltInClassTables.Street[label].IsThing, segments[id].IsThing);
                    areas[id] = areas.GetValueOrDefault(id) + 1;
                }
            }

            Assert.Equal(segments.ToDictionary(s => s.Key, s => s.Value.Area), areas);
        }
    }

    [Fact]
    public void Scenes_hold_every_class_and_objects_that_hide_one_another()
    {
        var scenes = Enumerable.Range(0, 40).Select(i => new SyntheticScenes(256, 128, 1).Render(i)).ToArray();
        var images = new int[8];
        foreach (var scene in scenes)
        {
            foreach (var label in scene.Labels.Pixels.Distinct().Where(l => l != 255))
            {
                images[label]++;
            }
        }

        Assert.All(images, n => Assert.True(n >= 20, string.Join(" ", images)));
        Assert.True(scenes.Average(s => s.Segments.Segments.Count(x => x.IsThing)) > 4);
        Assert.InRange(scenes.Count(s => s.Labels.Pixels.Contains((byte)255)), 5, 35);
    }

    [Fact]
    public void Colors_alone_do_not_give_the_classes_away()
    {
        // The best class for each of 4096 coarse colors, found on the very pixels it is tested on, still errs often.
        var counts = new int[4096, 9];
        for (var index = 0; index < 30; index++)
        {
            var scene = new SyntheticScenes(128, 64, 2).Render(index);
            for (var i = 0; i < scene.Labels.Pixels.Length; i++)
            {
                var p = scene.Image.Pixels.AsSpan(3 * i, 3);
                counts[((p[0] >> 4) << 8) | ((p[1] >> 4) << 4) | (p[2] >> 4), Math.Min((int)scene.Labels.Pixels[i], 8)]++;
            }
        }

        var right = Enumerable.Range(0, 4096).Sum(c => Enumerable.Range(0, 9).Max(k => counts[c, k]));
        Assert.InRange(right / (30.0 * 128 * 64), .3, .8);
    }

    [Fact]
    public void Dense_traffic_is_many_cars_in_a_few_paints()
    {
        var usual = Enumerable.Range(0, 20).Sum(i => Cars(new SyntheticScenes(256, 128, 5).Render(i)));
        var dense = Enumerable.Range(0, 20).Select(i => Cars(new SyntheticScenes(256, 128, 5, SceneTraffic.Dense).Render(i))).ToArray();
        Assert.True(dense.Sum() > 2 * usual, $"{dense.Sum()} against {usual}");
        Assert.All(dense, cars => Assert.InRange(cars, 2, 24));

        static int Cars(SyntheticScene scene) => scene.Segments.Segments.Count(segment =>
            BuiltInClassTables.Street[segment.CategoryTrainId].Name == "car");
    }

    [Fact]
    public void A_written_folder_is_read_the_same_by_both_readers_and_is_not_written_twice()
    {
        using var folder = new TemporaryFolder();
        var config = new SyntheticFolderConfig { Images = 7, Width = 96, Height = 48, Seed = 3, Png = true };
        var root = Path.Combine(folder.Path, "synth");
        var written = 0;
        Assert.True(SyntheticFolder.Write(root, config, n => written = Math.Max(written, n)));
        Assert.Equal(7, written);
        Assert.False(SyntheticFolder.Write(root, config));
        Assert.Equal(["test", "train", "val"], Datasets.Splits(new DataConfig { Root = root }));
        Assert.DoesNotContain(DataCheck.Run(new DataConfig { Root = root }).Findings, f => f.Kind != "class never appears");
        Assert.DoesNotContain(
            DataCheck.Run(new DataConfig { Root = root, Format = DataFormat.CocoPanoptic }).Findings, f => f.Kind != "class never appears");
        var flat = Datasets.Open(new DataConfig { Root = root, Depth = "depth", DepthScale = SyntheticFolder.DepthScale }, "train");
        var coco = Datasets.Open(new DataConfig { Root = root, Format = DataFormat.CocoPanoptic }, "train");
        Assert.Equal(5, flat.Count);
        for (var i = 0; i < 5; i++)
        {
            var scene = new SyntheticScenes(96, 48, 3).Render(i);
            var (a, b) = (flat.Load(i), coco.Load(i));
            Assert.Equal(scene.Image.Pixels, a.Image.Pixels);
            Assert.Equal(a.Labels!.Pixels, b.Labels!.Pixels);
            Assert.Equal(scene.Labels.Pixels.Select(l => (ushort)l), a.Labels.Pixels);
            Assert.Equal(scene.Segments.Ids.Pixels, b.Segments!.Ids.Pixels);
            Assert.Equal(scene.Segments.Segments, b.Segments.Segments.OrderBy(s => s.Id));
            Assert.True(scene.Depth.Pixels.Zip(a.Depth!.Pixels).All(d => Math.Abs(d.First - d.Second) <= 1 / 256f || d.First > 255));
        }
    }

    [Fact]
    public void A_folder_with_other_files_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        folder.Text("thesis.txt", "mine");
        Assert.Throws<InputException>(() => SyntheticFolder.Write(folder.Path, new SyntheticFolderConfig()));
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }
}
