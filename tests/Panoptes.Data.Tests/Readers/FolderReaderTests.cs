using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Readers;

public sealed class FolderReaderTests
{
    [Theory]
    [InlineData("{0}/images", "{0}/labels")]
    [InlineData("images/{0}", "labels/{0}")]
    [InlineData("images", "labels")]
    public void CamVid_folders_are_found_in_each_layout(string images, string labels)
    {
        using var folder = new TemporaryFolder();
        foreach (var stem in new[] { "b", "a", "sub/c" })
        {
            folder.Image($"{string.Format(images, "train")}/{stem}.jpg");
            folder.Labels($"{string.Format(labels, "train")}/{stem}.png", (x, _) => x % 2);
        }

        folder.Text("classes.json", """{"classes":[{"id":0,"name":"zero"},{"id":1,"name":"one","thing":true}]}""");
        var dataset = Datasets.Open(new DataConfig { Root = folder.Path }, "train");
        Assert.Equal(["a", "b", "sub/c"], Enumerable.Range(0, dataset.Count).Select(i => dataset.Files(i).Name));
        Assert.Equal(["zero", "one"], dataset.Classes.Names);
        var sample = dataset.Load(2);
        Assert.Equal([0, 1, 0], sample.Labels!.Pixels.Take(3).Select(p => (int)p));
        Assert.EndsWith("sub/c.png", sample.LabelFile, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_pairs_are_an_error_that_names_both_sides()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 3);
        File.Delete(folder["train/labels/train01.png"]);
        folder.Labels("train/labels/lonely.png", (_, _) => 0);
        var message = Assert.Throws<InputException>(() => Datasets.Open(new DataConfig { Root = folder.Path }, "train")).Message;
        Assert.Contains("1 images without label (train01)", message, StringComparison.Ordinal);
        Assert.Contains("1 labels without image (lonely)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_split_gets_the_nearest_name()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 1);
        folder.CamVid("val", 1);
        Assert.Contains(
            "write train for trian",
            Assert.Throws<InputException>(() => Datasets.Open(new DataConfig { Root = folder.Path }, "trian")).Message,
            StringComparison.Ordinal);
        Assert.Equal(["train", "val"], Datasets.Splits(new DataConfig { Root = folder.Path }));
    }

    [Fact]
    public void Labels_of_another_resolution_are_taken_and_of_another_aspect_ratio_refused_with_both_files()
    {
        using var folder = new TemporaryFolder();
        folder.Image("train/images/a.png", 16, 8);
        folder.Labels("train/labels/a.png", (_, _) => 0, 32, 16);
        var dataset = Datasets.Open(new DataConfig { Root = folder.Path }, "train");
        Assert.Equal(32, dataset.Load(0).Labels!.Width);
        folder.Labels("train/labels/a.png", (_, _) => 0, 16, 16);
        var message = Assert.Throws<InputException>(() => dataset.Load(0)).Message;
        Assert.Contains("train/labels/a.png", message, StringComparison.Ordinal);
        Assert.Contains("train/images/a.png", message, StringComparison.Ordinal);
        folder.Labels("train/labels/a.png", (_, _) => 0, 8, 16);
        Assert.Contains("turned by 90 degrees", Assert.Throws<InputException>(() => dataset.Load(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_without_labels_can_be_opened_and_says_so()
    {
        using var folder = new TemporaryFolder();
        folder.Image("test/images/a.png");
        var dataset = Datasets.Open(new DataConfig { Root = folder.Path }, "test");
        Assert.Null(dataset.Load(0).Labels);
        Assert.Contains(dataset.Notes, n => n.Contains("no labels", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_that_would_do_nothing_are_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Image("leftImg8bit/val/a/a_0_0_leftImg8bit.png");
        Assert.Contains(
            "data.depth",
            Assert.Throws<InputException>(() => Datasets.Open(new DataConfig { Root = folder.Path, Depth = "depth" }, "val")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "data.reduce_zero_label",
            Assert.Throws<InputException>(
                () => Datasets.Open(new DataConfig { Root = folder.Path, ReduceZeroLabel = true }, "val")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_of_many_images_reads_none_of_them()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["train/images"]);
        Directory.CreateDirectory(folder["train/labels"]);
        for (var i = 0; i < 3000; i++)
        {
            File.WriteAllBytes(Path.Combine(folder.Path, $"train/images/{i}.jpg"), []);
            File.WriteAllBytes(Path.Combine(folder.Path, $"train/labels/{i}.png"), []);
        }

        var dataset = Datasets.Open(new DataConfig { Root = folder.Path }, "train");
        Assert.Equal(3000, dataset.Count);
        Assert.Contains("train/images/0.jpg", Assert.Throws<InputException>(() => dataset.Load(0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("labelIds", 7, 26, 24005, 0, 13)]
    [InlineData("labelTrainIds", 0, 13, 24005, 0, 13)]
    public void Cityscapes_label_files_are_recognized_by_name_and_values(
        string kind, int left, int right, int instance, int leftTrain, int rightTrain)
    {
        using var folder = new TemporaryFolder();
        const string Stem = "aachen_000000_000019";
        folder.Image($"leftImg8bit/val/aachen/{Stem}_leftImg8bit.png");
        folder.Labels(
            $"gtFine/val/aachen/{Stem}_gtFine_{kind}.png", (x, y) => y == 0 ? kind == "labelIds" ? 1 : 255 : x < 8 ? left : right);
        folder.Labels16($"gtFine/val/aachen/{Stem}_gtFine_instanceIds.png", (x, y) => y == 0 ? 1 : x < 8 ? 7 : x < 12 ? instance : 26);
        var dataset = Datasets.Open(new DataConfig { Root = folder.Path }, "val");
        var sample = dataset.Load(0);
        Assert.Equal($"aachen/{Stem}", sample.Name);
        Assert.Equal(255, sample.Labels![0, 0]);
        Assert.Equal(leftTrain, sample.Labels[0, 1]);
        Assert.Equal(rightTrain, sample.Labels[15, 1]);
        Assert.Contains(dataset.Notes, n => n.Contains(kind == "labelIds" ? "hold label ids" : "hold train ids", StringComparison.Ordinal));
        Assert.Equal(
            [(7, 0, false, false, 56L), (26, 13, true, true, 28L), (24005, 11, true, false, 28L)],
            sample.Segments!.Segments.Select(s => (s.Id, s.CategoryTrainId, s.IsThing, s.IsCrowd, s.Area)));
    }

    [Theory]
    [InlineData("config.json", "", "v1.2")]
    [InlineData("config_v1.2.json", "v1.2/", "v1.2")]
    [InlineData("config_v2.0.json", "v2.0/", "v2.0")]
    public void Vistas_is_read_in_each_version_with_instances_and_with_panoptic_json(string config, string version, string said)
    {
        using var folder = new TemporaryFolder();
        folder.Text(config, """
            {"labels":[{"name":"animal--bird","readable":"Bird","color":[1,2,3],"instances":true,"evaluate":true},
                       {"name":"void--car-mount","readable":"Car Mount","color":[4,5,6],"instances":false,"evaluate":false},
                       {"name":"nature--sky","readable":"Sky","color":[7,8,9],"instances":false,"evaluate":true}]}
            """);
        folder.Image("training/images/a.jpg");
        folder.Labels($"training/{version}labels/a.png", (x, _) => x < 4 ? 0 : x < 8 ? 1 : 2);
        folder.Labels16($"training/{version}instances/a.png", (x, y) => x < 4 ? y < 4 ? 0 : 1 : x < 8 ? 256 : 512);
        var data = new DataConfig { Root = folder.Path };
        var dataset = Datasets.Open(data, "train");
        Assert.Contains(dataset.Notes, n => n.Contains(said, StringComparison.Ordinal));
        Assert.Equal(["animal--bird", "nature--sky"], dataset.Classes.Names);
        var sample = dataset.Load(0);
        Assert.Equal([0, 255, 1], new[] { 0, 5, 9 }.Select(x => (int)sample.Labels![x, 0]));
        (int, bool, long)[] expected = [(0, true, 16), (0, true, 16), (1, false, 64)];
        Assert.Equal(expected, sample.Segments!.Segments.Select(s => (s.CategoryTrainId, s.IsThing, s.Area)));
        folder.Ids24($"training/{version}panoptic/a.png", (x, y) => x < 4 ? y < 4 ? 70000 : 300 : x < 8 ? 0 : 9);
        folder.Text($"training/{version}panoptic/panoptic_2020.json", """
            {"images":[{"id":"a","file_name":"a.jpg","width":16,"height":8}],
             "annotations":[{"image_id":"a","file_name":"a.png","segments_info":[{"id":70000,"category_id":1,"iscrowd":0},
              {"id":300,"category_id":1,"iscrowd":0},{"id":9,"category_id":3,"iscrowd":0}]}],
             "categories":[{"id":1,"name":"Bird","isthing":1},{"id":2,"name":"Car Mount","isthing":0},{"id":3,"name":"Sky","isthing":0}]}
            """);
        Assert.Equal(expected, Datasets.Open(data, "train").Load(0).Segments!.Segments.Select(s => (s.CategoryTrainId, s.IsThing, s.Area)));
    }

    [Theory]
    [InlineData("../../outside.jpg")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b.jpg")]
    [InlineData("")]
    [InlineData("..\\\\x.jpg")]
    public void File_names_in_json_may_not_leave_the_folder(string name)
    {
        using var folder = new TemporaryFolder();
        folder.Image("val2017/a.jpg");
        folder.Text(
            "annotations/instances_val2017.json",
            $$"""
            {"images":[{"id":1,"file_name":"a.jpg","width":16,"height":8},{"id":2,"file_name":"{{name}}","width":16,"height":8}],
             "annotations":[],"categories":[{"id":1,"name":"a"}]}
            """);
        var message = Assert.Throws<InputException>(() => Datasets.Open(new DataConfig { Root = folder.Path }, "val")).Message;
        Assert.Contains("$.images[1].file_name", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[[0,0,4,0,4,4,0,4]]""", 16)]
    [InlineData("""[[0,0,4,0,4,4,0,4],[8,0,10,0,10,8,8,8]]""", 32)]
    [InlineData("""{"size":[8,16],"counts":[8,24,96]}""", 24)]
    [InlineData("""{"size":[8,16],"counts":"8h0P3"}""", 24)]
    public void Coco_masks_are_read_in_each_form(string segmentation, int area)
    {
        using var folder = Instances(segmentation);
        var sample = Datasets.Open(new DataConfig { Root = folder.Path }, "val").Load(0);
        Assert.Equal(area, sample.Labels!.Pixels.Count(p => p == 0));
        Assert.Equal(area, Assert.Single(sample.Instances!).Mask.Area);
        Assert.Equal(area, Assert.Single(sample.Segments!.Segments).Area);
    }

    [Theory]
    [InlineData("""[[0,0,4,0,4]]""", "segmentation")]
    [InlineData("""[]""", "segmentation")]
    [InlineData("""[[0,0,4,0,"x",4]]""", "segmentation[0][4]")]
    [InlineData("""{"size":[8,8],"counts":[64]}""", "segmentation")]
    [InlineData("""{"size":[8,16],"counts":[8,-1,121]}""", "segmentation.counts[1]")]
    [InlineData("""{"size":[8,16],"counts":[8,4]}""", "segmentation")]
    [InlineData("""{"size":[8,16],"counts":"8h0P9999999999999999"}""", "segmentation")]
    [InlineData("""{"size":[8,16],"counts":"\u0001"}""", "segmentation")]
    [InlineData("""7""", "segmentation")]
    public void Hostile_masks_are_refused_with_their_json_path(string segmentation, string path)
    {
        using var folder = Instances(segmentation);
        var config = new DataConfig { Root = folder.Path };
        Assert.Contains(
            $"$.annotations[0].{path}", Assert.Throws<InputException>(() => Datasets.Open(config, "val").Load(0)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"images\":[")]
    [InlineData("{\"images\":[]} trailing")]
    [InlineData("{\"images\":[{\"id\":1}],\"annotations\":[],\"categories\":[{\"id\":1,\"name\":\"a\"}]}")]
    [InlineData("{\"images\":[3],\"annotations\":[],\"categories\":[{\"id\":1,\"name\":\"a\"}]}")]
    [InlineData("{\"images\":[],\"annotations\":[],\"categories\":[]}")]
    [InlineData("{\"image\":[],\"annotations\":[],\"categories\":[{\"id\":1,\"name\":\"a\"}]}")]
    public void Hostile_json_is_refused_with_its_file(string json)
    {
        using var folder = new TemporaryFolder();
        folder.Text("annotations/panoptic_val2017.json", json);
        Assert.Contains(
            "panoptic_val2017.json",
            Assert.Throws<InputException>(() => Datasets.Open(new DataConfig { Root = folder.Path }, "val")).Message,
            StringComparison.Ordinal);
    }

    private static TemporaryFolder Instances(string segmentation)
    {
        var folder = new TemporaryFolder();
        folder.Image("val2017/a.jpg");
        folder.Text("annotations/instances_val2017.json", $$"""
            {"images":[{"id":1,"file_name":"a.jpg","width":16,"height":8}],
             "annotations":[{"id":5,"image_id":1,"category_id":7,"iscrowd":0,"bbox":[0,0,1,1],"area":1,"segmentation":{{segmentation}}}],
             "categories":[{"id":7,"name":"thing"}]}
            """);
        return folder;
    }
}
