using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Splits;
using Panoptes.Data.Tests.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Splits;

public sealed class OtherDataTests : IDisposable
{
    private static readonly ClassTable Ours = new("ours", [
        new ClassEntry(0, 0, "ground", default, false), new ClassEntry(1, 1, "vehicle", default, true)]);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Segments_of_other_classes_become_ours_and_what_is_not_named_void()
    {
        var theirs = new MadeUpSegments(8, 8, [[
            new(MadeUpSegments.Road, new PixelRectangle(0, 6, 8, 8)), new(1, new PixelRectangle(0, 5, 8, 6)),
            new(MadeUpSegments.Sky, new PixelRectangle(0, 0, 8, 2)), new(MadeUpSegments.Car, new PixelRectangle(0, 2, 2, 4)),
            new(MadeUpSegments.Person, new PixelRectangle(4, 2, 6, 4))]]);
        var file = folder.Write("map.json", $$"""
            {"road": "ground", "{{theirs.Classes.Names[1]}}": "ground", "car": "vehicle", "person": "void"}
            """);
        var mapped = new MappedDataset(theirs, Ours, ClassMapFile.Read(file, theirs.Classes, Ours));
        var map = mapped.Load(0).Segments!;
        Assert.Equal(
            [new Segment(1, 0, false, false, 24), new Segment(4, 1, true, false, 4)], map.Segments);
        (int X, int Y)[] places = [(0, 0), (4, 2), (7, 4), (1, 3), (3, 5), (3, 7)];
        Assert.Equal([0, 0, 0, 4, 1, 1], places.Select(at => map.Ids[at.X, at.Y]));
        Assert.Equal(["ground", "vehicle"], mapped.Classes.Names);
        Assert.NotEqual(theirs.Name, mapped.Name);
    }

    [Theory]
    [InlineData("{\"raod\": \"ground\"}", "did you mean road?")]
    [InlineData("{\"road\": \"grond\"}", "did you mean ground?")]
    [InlineData("{\"road\": \"ground\", \"road\": \"void\"}", "\"road\" twice")]
    [InlineData("[1]", "an object")]
    [InlineData("{\"road\": 3}", "a text in quotes")]
    public void A_class_map_that_names_what_is_not_there_is_refused(string text, string said) => Assert.Contains(
        said, Assert.Throws<InputException>(
            () => ClassMapFile.Read(folder.Write("map.json", text), BuiltInClassTables.Street, Ours)).Message);

    [Fact]
    public void A_stream_draws_from_images_elsewhere_with_the_classes_of_the_training()
    {
        folder.CamVid("train", 2);
        folder.Image("more/b/two.jpg");
        folder.Image("more/one.png");
        folder.Image("more/val/three.png");
        var stream = new StreamConfig { Data = new OtherDataConfig { Root = folder["more"], Format = DataFormat.Images } };
        var images = Open(stream);
        Assert.Equal(["b/two", "one", "val/three"], Names(images));
        Assert.Equal((SampleParts.Image, 11), (images.Available, images.Classes.Count));
        Assert.Null(images.Load(0).StoredLabels);
        Assert.Equal(["three"], Names(Open(stream with { Split = "val" })));
        Assert.Contains("the splits val", Assert.Throws<InputException>(() => Open(stream with { Split = "test" })).Message);
        var list = folder.Write("list.txt", "one.png\n");
        Assert.Equal(["one"], Names(Open(stream with { List = list })));
    }

    [Fact]
    public void A_stream_of_other_labels_needs_a_class_map_where_classes_differ()
    {
        folder.CamVid("train", 2);
        using var other = new TemporaryFolder();
        other.CamVid("train", 3);
        ClassTableFile.Write(other["classes.json"], Renamed());
        var stream = new StreamConfig { Data = new OtherDataConfig { Root = other.Path } };
        Assert.Contains("data.streams.more.class_map", Assert.Throws<InputException>(() => Open(stream)).Message);
        var map = folder.Write("map.json", "{\"their Sky\": \"Sky\", \"their Road\": \"Sky\"}");
        var mapped = Open(stream with { ClassMap = map });
        Assert.Equal((3, "Sky"), (mapped.Count, mapped.Classes.Names[0]));
        var ids = mapped.Load(0).Labels!.Pixels.Distinct().Order();
        Assert.Equal([(ushort)0, (ushort)255], ids);
        var same = new StreamConfig { Data = new OtherDataConfig { Root = folder.Path, Classes = "camvid11" } };
        Assert.Equal(2, Open(same).Count);
    }

    [Fact]
    public void A_class_map_without_other_labels_is_refused()
    {
        Assert.Contains("class_map", Assert.Throws<InputException>(() => new StreamConfig { ClassMap = "a" }.Validate("more")).Message);
        var images = new OtherDataConfig { Root = "x", Format = DataFormat.Images };
        Assert.Contains("class_map", Assert.Throws<InputException>(
            () => new StreamConfig { ClassMap = "a", Data = images }.Validate("more")).Message);
    }

    private static ClassTable Renamed() => new(
        "theirs", BuiltInClassTables.CamVid11.Entries.Select(entry => entry.TrainId == BuiltInClassTables.CamVid11.VoidTrainId
            ? entry : entry with { Name = $"their {entry.Name}" }), BuiltInClassTables.CamVid11.VoidTrainId);

    private static string[] Names(IDataset dataset) => [.. Enumerable.Range(0, dataset.Count).Select(i => dataset.Files(i).Name)];

    private IDataset Open(StreamConfig stream)
    {
        var config = new DataConfig { Root = folder.Path };
        return new StreamSamples(config, Datasets.Open(config, "train")).Open("more", stream);
    }
}
