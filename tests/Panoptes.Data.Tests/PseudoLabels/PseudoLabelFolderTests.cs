using Panoptes.Data.Augmentation;
using Panoptes.Data.Checking;
using Panoptes.Data.Configuration;
using Panoptes.Data.LabelContracts;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Geometries;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.PseudoLabels;

public sealed class PseudoLabelFolderTests
{
    private static readonly LabelSize Half = new(16, 8);

    [Theory]
    [InlineData("leftImg8bit_sequence/{0}/{1}/{2}.png")]
    [InlineData("leftImg8bit/{0}/{1}/{2}.png")]
    [InlineData("images/{0}/{2}.jpg")]
    [InlineData("{0}/images/{2}.jpg")]
    [InlineData("{0}/{1}/deep/{2}.png")]
    [InlineData("{1}/{2}.png")]
    [InlineData("{2}.png")]
    public void Images_are_found_in_each_layout(string layout)
    {
        using var folder = new TemporaryFolder();
        string[] stems = ["bochum_01_02", "aachen_03_04", "aachen_05_06"];
        foreach (var (stem, i) in stems.Select((stem, i) => (stem, i)))
        {
            folder.Image($"data/{string.Format(layout, "train", stem.Split('_')[0], stem)}", 32, 16, i);
            folder.Labels(stem, Half, i);
        }

        folder.Image($"data/{string.Format(layout, "train", "aachen", "aachen_last_frame")}", 32, 16, 9);
        folder.Declare(LabelFolder.Contract);
        var dataset = folder.Open();
        Assert.Equal(stems.Order(StringComparer.Ordinal), Enumerable.Range(0, dataset.Count).Select(i => dataset.Files(i).Name));
        Assert.Contains(dataset.Notes, note => note.Contains("1 of 4 images have no pseudo-labels", StringComparison.Ordinal));
    }

    [Fact]
    public void KITTI_raw_is_joined_by_drive_and_frame()
    {
        using var folder = new TemporaryFolder();
        foreach (var frame in new[] { "0000000005", "0000000007" })
        {
            folder.Image($"data/2011_09_26/2011_09_26_drive_0001_sync/image_02/data/{frame}.png", 32, 16);
            folder.Image($"data/2011_09_26/2011_09_26_drive_0001_sync/image_03/data/{frame}.png", 32, 16);
        }

        folder.Labels("2011_09_26_drive_0001_sync_0000000007", Half);
        folder.Declare(LabelFolder.Contract);
        var dataset = folder.Open();
        Assert.Equal(1, dataset.Count);
        Assert.EndsWith("image_02/data/0000000007.png", dataset.Files(0).Image, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Samples_are_joined_by_stem_whatever_the_listings_order(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new SeededRandom(seed);
        var names = Enumerable.Range(0, 12).Select(i => $"{random.NextBits():x}").ToArray();
        // Written in another order than sorted, and with names that sort differently with and without their ends.
        foreach (var (name, i) in names.Select((name, i) => (name, i)))
        {
            folder.Image($"data/{random.NextInt(0, 3)}/{name}.png", 32, 16, i);
        }

        random.Shuffle<string>(names);
        foreach (var name in names)
        {
            folder.Labels(name, Half, name[0], hasObjects: false);
        }

        folder.Declare(LabelFolder.Contract);
        var dataset = folder.Open(keepEmpty: true);
        Assert.Equal(names.Length, dataset.Count);
        for (var i = 0; i < dataset.Count; i++)
        {
            var files = dataset.Files(i);
            Assert.Equal(files.Name, Path.GetFileNameWithoutExtension(files.Image));
            Assert.Equal(folder[$"labels/{files.Name}_semantic.png"], files.Label);
            Assert.Equal(folder[$"labels/{files.Name}_instance.png"], files.Instance);
            var clusters = PngFile.ReadLabels<byte>(files.Label!).Pixels;
            Assert.Equal(clusters.Count(id => id == 3), dataset.Load(i).Labels!.Pixels.Count(id => id == 0));
        }
    }

    [Theory]
    [InlineData("labels/a_instance.png", null, "a_instance.png beside it")]
    [InlineData("labels/a_semantic.png", null, "a_semantic.png beside it")]
    [InlineData("data/a.png", null, "an image a.png")]
    [InlineData(null, "data/other/a.png", "a second image with the stem \"a\"")]
    [InlineData(null, "labels/other/a_semantic.png", "a second file of the stem \"a\"")]
    public void A_missing_partner_or_a_second_one_is_named(string? missing, string? second, string told)
    {
        using var folder = new TemporaryFolder();
        Two(folder);
        folder.Declare(LabelFolder.Contract);
        if (missing is not null)
        {
            File.Delete(folder[missing]);
        }

        if (second is not null)
        {
            folder.Image(second, 32, 16);
        }

        Assert.Contains(told, Assert.Throws<InputException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_another_split_are_no_fault()
    {
        using var folder = new TemporaryFolder();
        folder.Image("data/train/a.png", 32, 16);
        folder.Image("data/val/b.png", 32, 16);
        folder.Labels("a", Half);
        folder.Labels("b", Half);
        folder.Declare(LabelFolder.Contract);
        Assert.Equal("a", Assert.Single(Names(folder.Open())));
        Assert.Equal("b", Assert.Single(Names(folder.Open("val"))));
        Assert.Equal(["train", "val"], Datasets.Splits(folder.Config()));
        Assert.Contains("write train for trian", Fault(() => folder.Open("trian")), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_another_size_than_declared_name_the_scale_that_they_imply()
    {
        using var folder = new TemporaryFolder();
        folder.Image("data/a.png", 32, 16);
        folder.Labels("a", new LabelSize(32, 16));
        folder.Declare(LabelFolder.Contract);
        var message = Assert.Throws<InputException>(() => folder.Open()).Message;
        Assert.StartsWith(folder["labels/a_semantic.png"], message, StringComparison.Ordinal);
        Assert.Contains("labels of 32x16, which is scale 1 of the whole image", message, StringComparison.Ordinal);
        Assert.Contains("expected 16x8", message, StringComparison.Ordinal);
        Assert.Contains("says scale 0.5", message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_label_map_of_another_size_is_refused_when_it_is_read()
    {
        using var folder = new TemporaryFolder();
        Two(folder);
        folder.Declare(LabelFolder.Contract);
        var dataset = folder.Open(keepEmpty: true);
        folder.Labels("b", new LabelSize(15, 8));
        _ = dataset.Load(0);
        Assert.Contains("b_semantic.png", Assert.Throws<InputException>(() => dataset.Load(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Palettes_colors_ids_without_cluster_and_wrong_depths_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        Two(folder);
        folder.Declare(LabelFolder.Contract);
        PngFile.WritePalette(
            folder["labels/a_semantic.png"], new Plane<byte>(16, 8), [.. Enumerable.Range(0, 4).Select(i => new Rgb((byte)i, 0, 0))]);
        Assert.Contains("Palette", Refused(), StringComparison.Ordinal);
        PngFile.WriteRgb(folder["labels/a_semantic.png"], new RgbImage(16, 8));
        Assert.Contains("Rgb", Refused(), StringComparison.Ordinal);
        folder.Labels("a", Half, isWide: true);
        Assert.Contains("16 bits; expected 8 bits", Refused(), StringComparison.Ordinal);
        folder.Labels("a", Half);
        Assert.Equal(2, folder.Open(keepEmpty: true).Count);
        DataFiles.Labels(folder, "labels/a_semantic.png", (x, y) => x == 3 && y == 2 ? 9 : 1);
        var message = Assert.Throws<InputException>(() => folder.Open(keepEmpty: true).Load(0)).Message;
        Assert.Contains("cluster id 9 at pixel (3,2); expected 0 to 3 (4 clusters) or 255 (void)", message, StringComparison.Ordinal);

        string Refused() => Fault(() => folder.Open(keepEmpty: true));
    }

    [Fact]
    public void A_check_finds_every_broken_pair()
    {
        using var folder = new TemporaryFolder();
        Two(folder);
        folder.Declare(LabelFolder.Contract);
        PngFile.WriteRgb(folder["labels/a_instance.png"], new RgbImage(16, 8));
        folder.Labels("b", new LabelSize(32, 16));
        folder.Labels("lonely", Half);
        var findings = DataCheck.Run(folder.Config(), new DataCheckOptions { Splits = ["train"] }).Findings;
        foreach (var name in new[] { "a_instance.png", "b_semantic.png", "lonely_semantic.png" })
        {
            Assert.Contains(findings, finding => finding.Message.Contains(name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Images_without_objects_are_left_out_or_kept_and_found_once()
    {
        using var folder = new TemporaryFolder();
        Two(folder);
        folder.Labels("b", Half, hasObjects: false);
        folder.Declare(LabelFolder.Contract);
        Assert.Equal(["a", "b"], Names(folder.Open(keepEmpty: true)));
        Assert.False(Directory.Exists(folder["kept"]));
        Assert.Equal(["a"], Names(folder.Open()));
        var kept = Assert.Single(Directory.GetFiles(folder["kept"]));
        var written = File.GetLastWriteTimeUtc(kept);
        Assert.Equal(["a"], Names(folder.Open()));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(folder["kept"]))));
        folder.Labels("b", Half, 5);
        Assert.Equal(["a", "b"], Names(folder.Open()));
    }

    [Fact]
    public void An_index_of_objects_that_cannot_be_kept_is_said()
    {
        using var folder = new TemporaryFolder();
        Two(folder);
        folder.Declare(LabelFolder.Contract);
        folder.Write("file", "no folder");
        var dataset = Datasets.Open(folder.Config() with { SegmentIndex = folder["file/below"] }, "train");
        Assert.Contains(dataset.Warnings, warning => warning.Contains("data.segment_index", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(0.625, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void What_nobody_declared_is_inferred_and_said(double scale, bool isWide)
    {
        using var folder = new TemporaryFolder();
        foreach (var (stem, i) in new[] { "a", "b", "c" }.Select((stem, i) => (stem, i)))
        {
            folder.Image($"data/{stem}.png", 32, 16, i);
            folder.Labels(stem, new LabelSize((int)(32 * scale), (int)(16 * scale)), i, isWide);
        }

        var dataset = folder.Open(keepEmpty: true);
        Assert.Contains(dataset.Notes, note => note.Contains($"scale {scale} of the whole image inferred", StringComparison.Ordinal));
        Assert.Contains(dataset.Notes, note => note.Contains("4 clusters and void 255", StringComparison.Ordinal));
        Assert.Contains(dataset.Warnings, warning => warning.Contains("things guessed", StringComparison.Ordinal));
        Assert.Equal(4, dataset.Classes.Count);
        var kept = Assert.Single(Directory.GetFiles(folder["kept"]));
        Assert.Equal(scale, LabelContractFile.Read(kept).Scale);
        Assert.Equal(dataset.Notes, folder.Open(keepEmpty: true).Notes);
    }

    [Fact]
    public void Sizes_that_do_not_agree_are_not_inferred()
    {
        using var folder = new TemporaryFolder();
        Two(folder);
        folder.Labels("b", new LabelSize(32, 16));
        Assert.Contains("one size (1 of 16x8, 1 of 32x16)", Fault(() => folder.Open()), StringComparison.Ordinal);
        folder.Labels("a", new LabelSize(16, 16));
        folder.Labels("b", new LabelSize(16, 16));
        Assert.Contains("--crop", Assert.Throws<InputException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_layer_goes_through_the_image_s_geometry(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new SeededRandom(seed);
        folder.Image("data/a.png", 64, 32);
        folder.Labels("a", new LabelSize(40, 20), seed);
        folder.Declare(LabelFolder.Contract with
        {
            Native = new LabelSize(64, 32),
            Label = new LabelSize(40, 20),
            Scale = 0.625,
        });
        var dataset = folder.Open(keepEmpty: true);
        var sample = dataset.Load(0);
        for (var draw = 0; draw < 20; draw++)
        {
            var (width, height) = (random.NextInt(20, 90), random.NextInt(10, 50));
            var geometry = Geometry.Identity(64, 32).Resize(width, height).Crop(
                random.NextInt(0, 5), random.NextInt(0, 5), width - 5, height - 5);
            geometry = random.NextBool() ? geometry.FlipHorizontal() : geometry;
            var labels = new long[geometry.Width * geometry.Height];
            LabelWriter.Write(sample.StoredLabels!, geometry, sample.ImageFile, labels);
            var ids = new int[labels.Length];
            var kept = SegmentMover.Move(sample.Segments!, geometry, new TargetRules { MinSegmentPixels = 1 }, ids);
            for (var y = 0; y < geometry.Height; y++)
            {
                for (var x = 0; x < geometry.Width; x++)
                {
                    var (u, v) = geometry.ToSource(x + .5, y + .5);
                    if (IsEdge(u * 0.625) || IsEdge(v * 0.625))
                    {
                        continue;
                    }

                    var (lx, ly) = ((int)(u * 0.625), (int)(v * 0.625));
                    var at = (y * geometry.Width) + x;
                    Assert.Equal(sample.Labels![lx, ly], labels[at]);
                    var id = sample.Segments!.Ids[lx, ly];
                    Assert.Equal(id, ids[at] == 0 ? 0 : kept[ids[at] - 1].SourceId);
                }
            }
        }
    }

    [Fact]
    public void Labels_of_a_crop_are_void_outside_of_it()
    {
        using var folder = new TemporaryFolder();
        folder.Image("data/a.png", 64, 32);
        folder.Labels("a", Half);
        folder.Declare(LabelFolder.Contract with { Native = new LabelSize(64, 32), Crop = new LabelCrop(16, 8, 32, 16) });
        var sample = folder.Open(keepEmpty: true).Load(0);
        Assert.Equal((32, 16), (sample.Labels!.Width, sample.Labels.Height));
        Assert.All(Enumerable.Range(0, 32), x => Assert.Equal(255, sample.Labels[x, 3]));
        Assert.Equal(2, sample.Labels[8, 4]);
        Assert.Equal(0, sample.Segments!.Ids[7, 4]);
    }

    [Fact]
    public void Settings_of_pseudo_labels_are_refused_for_other_formats()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 1);
        var config = new DataConfig
        {
            Root = folder.Path,
            Format = DataFormat.Camvid,
            PseudoLabels = new PseudoLabelConfig { KeepEmpty = true },
        };
        Assert.Contains("data.pseudo_labels", Fault(() => Datasets.Open(config, "train")), StringComparison.Ordinal);
        var pseudo = folder.Config() with { Classes = "camvid11", Root = folder.Path, PseudoLabels = new() { Folder = "train" } };
        Assert.Contains("data.classes", Fault(() => Datasets.Open(pseudo, "train")), StringComparison.Ordinal);
    }

    private static string Fault(Func<IDataset> open) => Assert.Throws<InputException>(open).Message;

    // A center on an edge between two label pixels is of either.
    private static bool IsEdge(double at) => Math.Abs(at - Math.Round(at)) < 1e-9;

    private static IEnumerable<string> Names(IDataset dataset) => Enumerable.Range(0, dataset.Count).Select(i => dataset.Files(i).Name);

    private static void Two(TemporaryFolder folder)
    {
        foreach (var (stem, i) in new[] { "a", "b" }.Select((stem, i) => (stem, i)))
        {
            folder.Image($"data/{stem}.png", 32, 16, i);
            folder.Labels(stem, Half, i);
        }
    }
}
