using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Classes;

public sealed class ClassTableTests
{
    [Fact]
    public void Cityscapes_ids_become_the_19_train_ids_and_everything_else_is_void()
    {
        int[] ids = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33];
        var table = BuiltInClassTables.Cityscapes;
        Assert.Equal(19, table.Count);
        for (var raw = -1; raw <= 33; raw++)
        {
            Assert.True(table.TryGetTrainId(raw, out var train));
            var expected = Array.IndexOf(ids, raw);
            Assert.Equal(expected < 0 ? 255 : expected, train);
        }

        Assert.Equal(ids, Enumerable.Range(0, 19).Select(table.RawIdOf));
        Assert.Equal(8, Enumerable.Range(0, 19).Count(t => table[t].IsThing));
        Assert.False(table.TryGetTrainId(34, out _));
    }

    [Theory]
    [InlineData("0 0 a|0 1 b", "twice")]
    [InlineData("0 0 a|1 2 b", "no class with train id 1")]
    [InlineData("0 0 a|1 1 a", "one name a class")]
    [InlineData("0 255 a", "no trained class")]
    [InlineData("0 0 a|1 -3 b", "train id -3")]
    public void A_wrong_table_is_refused_and_named(string entries, string message)
    {
        var list = entries.Split('|').Select(e => e.Split(' '))
            .Select(p => new ClassEntry(int.Parse(p[0]), int.Parse(p[1]), p[2], default, false)).ToArray();
        var error = Assert.Throws<InputException>(() => new ClassTable("mine", list));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("mine: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reduce_zero_label_is_an_explicit_table()
    {
        var table = new ClassTable("t", [new(0, 0, "none", default, false), new(1, 1, "a", default, false), new(2, 2, "b", default, true)])
            .ReduceZeroLabel();
        Assert.Equal(["a", "b"], table.Names);
        Assert.True(table.TryGetTrainId(0, out var zero) && zero == 255);
        Assert.True(table.TryGetTrainId(2, out var two) && two == 1);
        Assert.Throws<InputException>(() => BuiltInClassTables.Cityscapes.ReduceZeroLabel());
    }

    [Fact]
    public void Classes_that_are_not_scored_stay_so_where_the_zero_label_is_reduced()
    {
        var table = new ClassTable(
            "t", Enumerable.Range(0, 4).Select(id => new ClassEntry(id, id, $"c{id}", default, false)), unscored: [0, 2]);
        var reduced = table.ReduceZeroLabel();
        Assert.Equal(["c2"], reduced.Unscored.Select(id => reduced.Names[id]));
    }

    [Fact]
    public void Tables_above_255_classes_have_void_65535_and_keep_every_class()
    {
        var table = new ClassTable("many", Enumerable.Range(0, 3000).Select(i => new ClassEntry(i, i, $"c{i}", default, false)));
        Assert.Equal(3000, table.Count);
        Assert.Equal(65535, table.VoidTrainId);
        var ids = new StoredLabels("f", new Plane<ushort>(2, 1, [2999, 255]), table).ToTrainIds();
        Assert.Equal([2999, 255], ids.Pixels.Select(p => (int)p));
    }

    [Fact]
    public void Files_written_are_read_back_equal()
    {
        using var folder = new TemporaryFolder();
        foreach (var table in new[] { BuiltInClassTables.CamVid11, BuiltInClassTables.Cityscapes, BuiltInClassTables.Street })
        {
            ClassTableFile.Write(folder["classes.json"], table);
            var read = ClassTableFile.Read(folder["classes.json"]);
            Assert.Equal(table.Entries, read.Entries);
            Assert.Equal(table.VoidTrainId, read.VoidTrainId);
        }
    }

    [Theory]
    [InlineData("""{"classes":[{"id":0,"nmae":"a"}]}""", "$.classes[0]", "did you mean \"name\"?")]
    [InlineData("""{"classes":[{"id":"x","name":"a"}]}""", "$.classes[0].id", "an integer")]
    [InlineData("""{"classes":[{"id":0,"name":"a","color":[1,2,256]}]}""", "$.classes[0].color[2]", "0 to 255")]
    [InlineData("""{"classes":[{"id":0,"name":"a","train_id":0},{"id":1,"name":"b"}]}""", "$.classes[1]", "train_id")]
    [InlineData("""{"clases":[]}""", "$", "classes")]
    [InlineData("""{"classes":[""", "$", "valid JSON")]
    public void A_wrong_file_is_refused_with_its_json_path(string json, string path, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Text("classes.json", json);
        var error = Assert.Throws<InputException>(() => ClassTableFile.Read(folder["classes.json"]));
        Assert.Contains($"classes.json {path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_names_get_the_nearest_one() =>
        Assert.Contains(
            "write camvid11", Assert.Throws<InputException>(() => BuiltInClassTables.Get("camvid")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unlisted_id_names_file_pixel_id_and_what_is_allowed()
    {
        var labels = new StoredLabels("a.png", new Plane<byte>(3, 2, [0, 1, 2, 3, 77, 5]), BuiltInClassTables.CamVid11);
        var message = Assert.Throws<InputException>(labels.ToTrainIds).Message;
        Assert.StartsWith("a.png: found label id 77 at pixel (1,1)", message, StringComparison.Ordinal);
        Assert.Contains("0-11, 255", message, StringComparison.Ordinal);
    }
}
