using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Readers;

/// <summary>Readers against what the READMEs of real data say.</summary>
public sealed class RealDataTests
{
    [NeedsSharedTheory("data/camvid")]
    [InlineData("train", 367, 16.85, 31.66, 3.95)]
    [InlineData("val", 101, 9.18, 28.95, 1.70)]
    [InlineData("test", 233, 17.07, 25.81, 3.83)]
    public void CamVid_has_its_images_and_class_shares(string split, int count, double sky, double road, double unlabeled)
    {
        var dataset = Datasets.Open(new DataConfig { Root = SharedFiles.Path("data/camvid")! }, split);
        Assert.Equal(count, dataset.Count);
        Assert.Equal(11, dataset.Classes.Count);
        Assert.Contains(dataset.Warnings, n => n.Contains("camvid11", StringComparison.Ordinal));
        var pixels = new long[256];
        for (var i = 0; i < dataset.Count; i++)
        {
            foreach (var (id, n) in dataset.Load(i, SampleParts.Labels).StoredLabels!.CountIds())
            {
                Assert.True(dataset.Classes.TryGetTrainId(id, out var train));
                pixels[train] += n;
            }
        }

        var total = (double)pixels.Sum();
        Assert.Equal(sky, 100 * pixels[0] / total, 2);
        Assert.Equal(road, 100 * pixels[3] / total, 2);
        Assert.Equal(unlabeled, 100 * pixels[255] / total, 2);
    }

    [NeedsSharedTheory("data/coco")]
    [InlineData("train", 100, 1111, 119, 9.98)]
    [InlineData("val", 100, 1078, 124, 9.59)]
    public void Coco_panoptic_has_its_segments_categories_and_void(string split, int count, int segments, int occurring, double voidShare)
    {
        var dataset = Datasets.Open(new DataConfig { Root = SharedFiles.Path("data/coco")! }, split);
        Assert.Equal(count, dataset.Count);
        Assert.Equal(133, dataset.Classes.Count);
        Assert.Equal(80, Enumerable.Range(0, 133).Count(c => dataset.Classes[c].IsThing));
        var found = 0;
        var pixels = new long[134];
        for (var i = 0; i < dataset.Count; i++)
        {
            var sample = dataset.Load(i, SampleParts.Labels | SampleParts.Segments);
            found += sample.Segments!.Segments.Count;
            foreach (var segment in sample.Segments.Segments)
            {
                pixels[segment.CategoryTrainId] += segment.Area;
                Assert.Equal(dataset.Classes[segment.CategoryTrainId].IsThing, segment.IsThing);
            }

            pixels[133] += sample.Labels!.Pixels.Count(p => p == 255);
        }

        Assert.Equal(segments, found);
        Assert.Equal(occurring, pixels.Take(133).Count(p => p > 0));
        Assert.Equal(voidShare, 100.0 * pixels[133] / pixels.Sum(), 2);
    }

    [NeedsSharedTheory("data/coco")]
    [InlineData("train", 128, 939, 10)]
    [InlineData("val", 50, 382, 5)]
    public void Coco_instances_have_their_objects_crowds_and_areas(string split, int count, int objects, int crowds)
    {
        var dataset = Datasets.Open(new DataConfig { Root = SharedFiles.Path("data/coco")!, Format = DataFormat.CocoInstances }, split);
        Assert.Equal(count, dataset.Count);
        Assert.Equal(80, dataset.Classes.Count);
        var samples = Enumerable.Range(0, dataset.Count).Select(i => dataset.Load(i, SampleParts.Labels | SampleParts.Segments)).ToArray();
        Assert.Equal(objects, samples.Sum(s => s.Instances!.Count));
        Assert.Equal(crowds, samples.Sum(s => s.Instances!.Count(o => o.IsCrowd)));
        Assert.All(samples, s => Assert.True(s.Segments!.Segments.Count <= s.Instances!.Count));
        Assert.All(samples, s => Assert.Equal(s.Segments!.Segments.Sum(p => p.Area), s.Labels!.Pixels.LongCount(p => p != 255)));
    }

    [NeedsSharedFact("data/coco_panoptic_sample")]
    public void The_panoptic_sample_agrees_with_its_two_channel_form()
    {
        var root = SharedFiles.Path("data/coco_panoptic_sample")!;
        var dataset = Datasets.Open(new DataConfig { Root = root, Annotations = "panoptic_examples.json", Images = "input_images" }, "val");
        Assert.Equal(2, dataset.Count);
        for (var i = 0; i < 2; i++)
        {
            var sample = dataset.Load(i);
            Assert.Equal((sample.Image.Width, sample.Image.Height), (sample.Labels!.Width, sample.Labels.Height));
            var twoChannels = Imaging.Codecs.Png.PngFile.ReadRgb($"{root}/panoptic_examples_2ch_format/{sample.Name}.png");
            for (var p = 0; p < sample.Labels.Pixels.Length; p++)
            {
                var category = twoChannels.Pixels[3 * p];
                var expected = category == 0 ? 255 : dataset.Classes.TryGetTrainId(category, out var train) ? train : -1;
                Assert.Equal(expected, sample.Labels.Pixels[p]);
            }
        }
    }

    [NeedsSharedFact("data/nyud_depth_sample")]
    public void Depth_maps_are_meters()
    {
        using var folder = new TemporaryFolder();
        var classes = string.Join(",", Enumerable.Range(0, 40).Select(i => $$"""{"id":{{i}},"name":"c{{i}}"}"""));
        folder.Text("classes.json", $$"""{"classes":[{{classes}}]}""");
        var config = new DataConfig
        {
            Root = SharedFiles.Path("data/nyud_depth_sample")!,
            Depth = "depth",
            DepthScale = 5000,
            Classes =
            folder["classes.json"]
        };
        var dataset = Datasets.Open(config, "train");
        Assert.Equal(2, dataset.Count);
        var samples = new[] { dataset.Load(0), dataset.Load(1) };
        Assert.Equal(5.93, samples.Max(s => s.Depth!.Pixels.Max()), 2);
        Assert.All(samples, s => Assert.Equal((640, 480), (s.Depth!.Width, s.Depth.Height)));
        Assert.All(samples, s => Assert.All(s.Labels!.Pixels, l => Assert.True(l < 40 || l == 255)));
    }

    [NeedsSharedFact("parity/metrics/cityscapes/rich")]
    public void Cityscapes_panoptic_json_and_instance_ids_give_the_same_segments()
    {
        var truth = SharedFiles.Path("parity/metrics/cityscapes/rich/gtFine")!;
        using var folder = new TemporaryFolder();
        foreach (var label in Directory.EnumerateFiles(truth, "*_labelIds.png", SearchOption.AllDirectories))
        {
            var stem = Path.GetFileName(label).Replace("_gtFine_labelIds.png", "", StringComparison.Ordinal);
            folder.Image($"leftImg8bit/val/{stem.Split('_')[0]}/{stem}_leftImg8bit.png", 384, 192);
            foreach (var kind in new[] { "labelIds", "instanceIds" })
            {
                var from = label.Replace("labelIds", kind, StringComparison.Ordinal);
                File.Copy(from, folder.NewFile($"gtFine/val/{stem.Split('_')[0]}/{Path.GetFileName(from)}"));
            }
        }

        var byIds = Datasets.Open(new DataConfig { Root = folder.Path }, "val");
        var fromIds = Enumerable.Range(0, byIds.Count).Select(i => byIds.Load(i, SampleParts.Segments | SampleParts.Labels)).ToArray();
        Assert.Contains(byIds.Notes, n => n.Contains("label ids", StringComparison.Ordinal));
        File.Copy($"{truth}/cityscapes_panoptic_val.json", folder.NewFile("gtFine/cityscapes_panoptic_val.json"));
        foreach (var png in Directory.EnumerateFiles($"{truth}/cityscapes_panoptic_val"))
        {
            File.Copy(png, folder.NewFile($"gtFine/cityscapes_panoptic_val/{Path.GetFileName(png)}"));
        }

        var byJson = Datasets.Open(new DataConfig { Root = folder.Path }, "val");
        Assert.Equal(4, byJson.Count);
        for (var i = 0; i < byJson.Count; i++)
        {
            var json = byJson.Load(i, SampleParts.Segments).Segments!;
            Assert.Equal(
                fromIds[i].Segments!.Segments.Select(s => (s.Id, s.CategoryTrainId, s.IsThing, s.IsCrowd, s.Area)).Order(),
                json.Segments.Select(s => (s.Id, s.CategoryTrainId, s.IsThing, s.IsCrowd, s.Area)).Order());
            Assert.Equal(fromIds[i].Segments!.Ids.Pixels, json.Ids.Pixels);
        }
    }
}
