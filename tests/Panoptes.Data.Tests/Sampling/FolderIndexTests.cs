using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Sampling;

/// <summary>Indices of the layouts that data sets come in.</summary>
public sealed class FolderIndexTests : IDisposable
{
    private const string Coco = "data/coco";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Cityscapes_is_indexed_and_another_instance_map_makes_another_index()
    {
        const string Stem = "aachen_000000_000019";
        folder.Image($"leftImg8bit/val/aachen/{Stem}_leftImg8bit.png");
        folder.Labels($"gtFine/val/aachen/{Stem}_gtFine_labelIds.png", (x, y) => x < 8 ? 7 : 26);
        folder.Labels16($"gtFine/val/aachen/{Stem}_gtFine_instanceIds.png", (x, _) => x < 8 ? 7 : x < 12 ? 26005 : 26);
        var data = Datasets.Open(new DataConfig { Root = folder.Path }, "val");
        AssertIndexed(data);
        AssertOther(data, $"gtFine/val/aachen/{Stem}_gtFine_instanceIds.png");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vistas_is_indexed_and_other_segments_make_another_index(bool isPanoptic)
    {
        folder.Text("config.json", """
            {"labels":[{"name":"animal--bird","readable":"Bird","color":[1,2,3],"instances":true,"evaluate":true},
                       {"name":"nature--sky","readable":"Sky","color":[7,8,9],"instances":false,"evaluate":true}]}
            """);
        folder.Image("training/images/a.jpg");
        folder.Labels("training/labels/a.png", (x, _) => x < 4 ? 0 : 1);
        folder.Labels16("training/instances/a.png", (x, y) => x < 4 ? y < 4 ? 0 : 1 : 256);
        if (isPanoptic)
        {
            folder.Ids24("training/panoptic/a.png", (x, y) => x < 4 ? y < 4 ? 70000 : 300 : 9);
            folder.Text("training/panoptic/panoptic_2020.json", """
                {"images":[{"id":"a","file_name":"a.jpg","width":16,"height":8}],
                 "annotations":[{"image_id":"a","file_name":"a.png","segments_info":[{"id":70000,"category_id":1,"iscrowd":0},
                  {"id":300,"category_id":1,"iscrowd":1},{"id":9,"category_id":2,"iscrowd":0}]}],
                 "categories":[{"id":1,"name":"Bird","isthing":1},{"id":2,"name":"Sky","isthing":0}]}
                """);
        }

        var data = Datasets.Open(new DataConfig { Root = folder.Path }, "train");
        AssertIndexed(data);
        AssertOther(data, isPanoptic ? "training/panoptic/panoptic_2020.json" : "training/instances/a.png");
    }

    [Fact]
    public void A_folder_of_synthetic_scenes_is_indexed_and_one_without_segments_is_refused()
    {
        SyntheticFolder.Write(folder["scenes"], new SyntheticFolderConfig { Images = 6, Height = 32, Width = 64 });
        var data = Datasets.Open(new DataConfig { Root = folder["scenes"], Format = DataFormat.CocoPanoptic }, "train");
        AssertIndexed(data);
        AssertOther(data, "scenes/annotations/panoptic_train.json");
        var plain = Datasets.Open(new DataConfig { Root = folder["scenes"], Format = DataFormat.Camvid }, "train");
        Assert.Contains("neither segments nor objects", Assert.Throws<InputException>(() => Store().Open(plain)).Message);
    }

    [NeedsSharedFact(Coco)]
    public void Real_objects_are_indexed()
    {
        var config = new DataConfig { Root = SharedFiles.Path(Coco)!, Format = DataFormat.CocoInstances };
        AssertIndexed(Datasets.Open(config, Datasets.Splits(config)[^1]));
    }

    private SegmentIndexStore Store() => new(folder["index"]);

    private void AssertIndexed(IDataset data)
    {
        var index = Store().Open(data);
        Assert.Equal(data.Count, index.Images);
        Assert.True(index.Segments > 0);
        for (var image = 0; image < data.Count; image++)
        {
            var map = data.Load(image).Segments!;
            Assert.Equal((map.Ids.Width, map.Ids.Height), index.SizeOf(image));
            Assert.Equal(
                map.Segments.Where(segment => segment.Area > 0)
                    .Select(segment => ((long)segment.Id, segment.CategoryTrainId, segment.IsThing, segment.IsCrowd, (int)segment.Area)),
                index.Of(image).Select(segment => (segment.Id, segment.TrainId, segment.IsThing, segment.IsCrowd, segment.Area)));
        }
    }

    private void AssertOther(IDataset data, string file)
    {
        var before = Store().PathOf(data);
        Assert.True(File.Exists(before));
        File.SetLastWriteTimeUtc(folder[file], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.NotEqual(before, Store().PathOf(data));
    }
}
