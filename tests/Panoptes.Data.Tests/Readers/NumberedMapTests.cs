using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Readers;

public sealed class NumberedMapTests
{
    [Fact]
    public void KITTI_panoptic_is_read_by_Cityscapes_numbers()
    {
        using var folder = new TemporaryFolder();
        folder.Image("validation/images/a.png");
        folder.Labels16(
            "validation/cityscapes_instance_format/a.png", (x, _) => x < 4 ? 7 : x < 8 ? 26000 : x < 12 ? 26001 : x < 14 ? 26 : 0);
        var sample = Open(folder, new DataConfig
        {
            Format = DataFormat.InstanceMaps,
            Labels = "cityscapes_instance_format",
            Classes = "cityscapes_27",
        }, "validation");
        Assert.Equal(
            [(0, false, false, 32L), (19, true, false, 32L), (19, true, false, 32L), (19, true, true, 16L)],
            sample.Segments!.Segments.Select(Told));
        Assert.Equal([0, 19, 19, 19, 255], new[] { 0, 4, 8, 12, 15 }.Select(x => (int)sample.Labels![x, 0]));
        Assert.Equal(0, sample.Segments.Ids[15, 0]);
    }

    [Fact]
    public void MOTS_has_persons_before_background()
    {
        using var folder = new TemporaryFolder();
        folder.Image("train/image_02/0002/000000.png");
        folder.Labels16("train/instances/0002/000000.png", (x, _) => x < 4 ? 0 : x < 8 ? 2001 : x < 12 ? 1001 : 10000);
        var sample = Open(folder, new DataConfig
        {
            Format = DataFormat.InstanceMaps,
            Images = "image_02",
            Labels = "instances",
            Classes = "mots",
        }, "train");
        Assert.Equal([(0, false, false, 96L), (1, true, false, 32L)], sample.Segments!.Segments.Select(Told));
    }

    [Fact]
    public void Plain_numbers_are_objects_before_background()
    {
        using var folder = new TemporaryFolder();
        folder.Image("val/images/a.png");
        folder.Labels16("val/labels/a.png", (x, _) => x < 4 ? 0 : x < 8 ? 1 : 700);
        var sample = Open(folder, new DataConfig { Format = DataFormat.InstanceMaps, ObjectNumbers = ObjectNumbers.Plain }, "val");
        Assert.Equal([(0, false, false, 32L), (1, true, false, 32L), (1, true, false, 64L)], sample.Segments!.Segments.Select(Told));
    }

    [Fact]
    public void BDD_bitmasks_hold_the_class_in_red_and_the_object_in_blue_and_alpha()
    {
        using var folder = new TemporaryFolder();
        folder.Image("images/10k/val/a.jpg", 3, 1);
        // Road, car 1, car 256: an RGBA PNG of three pixels.
        folder.Write("labels/pan_seg/bitmasks/val/a.png", RgbaPng.Encode(3, 1, [7, 0, 9, 9, 35, 0, 0, 1, 35, 0, 1, 0]));
        var sample = Open(folder, new DataConfig { Format = DataFormat.Bdd }, "val");
        Assert.Equal([(0, false, false, 1L), (13, true, false, 1L), (13, true, false, 1L)], sample.Segments!.Segments.Select(Told));
        folder.Labels("labels/pan_seg/bitmasks/val/a.png", (_, _) => 7, 3, 1);
        Assert.Contains("RGBA PNG", Assert.Throws<InputException>(
            () => Open(folder, new DataConfig { Format = DataFormat.Bdd }, "val")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Waymo_exports_are_joined_by_frame_and_objects_on_void_are_none()
    {
        using var folder = new TemporaryFolder();
        foreach (var frame in new[] { "1", "10", "2" })
        {
            folder.Image($"val/{frame}_image.png");
            folder.Labels16($"val/{frame}_semantic.png", (x, _) => x < 4 ? 21 : x < 8 ? 2 : x < 12 ? 26 : 11);
            folder.Labels16($"val/{frame}_instance.png", (x, _) => x < 4 ? 0 : 300 + int.Parse(frame));
        }

        var dataset = Datasets.Open(new DataConfig { Root = folder.Path, Format = DataFormat.Waymo }, "val");
        Assert.Equal(["1", "10", "2"], Enumerable.Range(0, dataset.Count).Select(i => dataset.Files(i).Name));
        Assert.Equal(
            [(0, false, false, 32L), (13, true, false, 32L), (12, true, false, 32L)], dataset.Load(1).Segments!.Segments.Select(Told));
        File.Delete(folder["val/2_instance.png"]);
        Assert.Throws<InputException>(() => Datasets.Open(new DataConfig { Root = folder.Path, Format = DataFormat.Waymo }, "val"));
    }

    [Fact]
    public void A_class_that_the_table_lacks_is_an_error_that_names_the_pixel()
    {
        using var folder = new TemporaryFolder();
        folder.Image("val/images/a.png");
        folder.Labels16("val/labels/a.png", (x, y) => x == 5 && y == 2 ? 50001 : 7);
        var message = Assert.Throws<InputException>(
            () => Open(folder, new DataConfig { Format = DataFormat.InstanceMaps, Classes = "cityscapes_19" }, "val")).Message;
        Assert.Contains("class 50 at pixel (5,2)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Crowds_of_MUSES_are_void()
    {
        using var folder = new TemporaryFolder();
        folder.Image("val/a.jpg");
        folder.Ids24("annotations/panoptic_val/a.png", (x, _) => x < 4 ? 1 : x < 8 ? 2 : 3);
        folder.Text("annotations/panoptic_val.json", """
            {"images": [{"id": 1, "file_name": "a.jpg", "width": 16, "height": 8}],
             "categories": [{"id": 7, "name": "road", "isthing": 0}, {"id": 26, "name": "car", "isthing": 1}],
             "annotations": [{"image_id": 1, "file_name": "a.png", "segments_info": [
               {"id": 1, "category_id": 7, "area": 32, "bbox": [0, 0, 4, 8], "iscrowd": 0},
               {"id": 2, "category_id": 26, "area": 32, "bbox": [4, 0, 4, 8], "iscrowd": 1},
               {"id": 3, "category_id": 26, "area": 64, "bbox": [8, 0, 8, 8], "iscrowd": 0}]}]}
            """);
        var sample = Open(folder, new DataConfig { Format = DataFormat.Muses, Classes = "cityscapes_7" }, "val");
        Assert.Equal([(0, false, false, 32L), (6, true, false, 64L)], sample.Segments!.Segments.Select(Told));
        Assert.Equal([0, 255, 6], new[] { 0, 4, 8 }.Select(x => (int)sample.Labels![x, 0]));
    }

    private static Sample Open(TemporaryFolder folder, DataConfig config, string split) =>
        Datasets.Open(config with { Root = folder.Path }, split).Load(0);

    private static (int TrainId, bool IsThing, bool IsCrowd, long Area) Told(Segment segment) =>
        (segment.CategoryTrainId, segment.IsThing, segment.IsCrowd, segment.Area);
}
