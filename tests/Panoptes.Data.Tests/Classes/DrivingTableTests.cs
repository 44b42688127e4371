using Panoptes.Data.Classes;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Classes;

public sealed class DrivingTableTests
{
    [Theory]
    [InlineData("cityscapes_27", 27, "17-26")]
    [InlineData("cityscapes_19", 19, "11-18")]
    [InlineData("cityscapes_7", 7, "5-6")]
    [InlineData("bdd10k_27", 27, "17-26")]
    [InlineData("bdd10k_19", 19, "11-18")]
    [InlineData("bdd10k_7", 7, "5-6")]
    [InlineData("waymo_19", 19, "11-18")]
    [InlineData("waymo_7", 7, "5-6")]
    [InlineData("mots", 2, "1-1")]
    [InlineData("kitti_instance", 2, "1-1")]
    public void A_table_has_the_classes_and_things_of_the_protocol(string name, int count, string things)
    {
        var table = BuiltInClassTables.Get(name);
        Assert.Equal(count, table.Count);
        Assert.Equal(things, $"{table.Things.First()}-{table.Things.Last()}");
        Assert.Contains(name, BuiltInClassTables.Names);
    }

    [Theory]
    [InlineData("cityscapes_27", 7, 0)]
    [InlineData("cityscapes_27", 33, 26)]
    [InlineData("cityscapes_27", 4, 255)]
    [InlineData("cityscapes_7", 22, 3)]
    [InlineData("cityscapes_7", 29, 6)]
    [InlineData("bdd10k_27", 40, 20)]
    [InlineData("bdd10k_19", 21, 255)]
    [InlineData("bdd10k_19", 12, 255)]
    [InlineData("bdd10k_19", 35, 13)]
    [InlineData("bdd10k_7", 21, 2)]
    [InlineData("waymo_19", 21, 0)]
    [InlineData("waymo_19", 11, 12)]
    [InlineData("waymo_19", 5, 16)]
    [InlineData("waymo_7", 24, 3)]
    [InlineData("mots", 10, 0)]
    [InlineData("mots", 2, 1)]
    public void An_id_is_the_class_that_the_protocol_says(string name, int id, int trainId)
    {
        Assert.True(BuiltInClassTables.Get(name).TryGetTrainId(id, out var found));
        Assert.Equal(trainId, found);
    }

    [Fact]
    public void Classes_that_Waymo_does_not_label_are_in_the_table_and_in_no_mean()
    {
        var table = BuiltInClassTables.Get("waymo_19");
        Assert.Equal(["wall", "fence", "terrain"], table.Unscored.Select(id => table.Names[id]));
        Assert.Equal(BuiltInClassTables.Cityscapes.Names, table.Names);
        Assert.Empty(BuiltInClassTables.Get("waymo_7").Unscored);
        Assert.Empty(BuiltInClassTables.Get("bdd10k_27").Unscored);
    }

    [Fact]
    public void A_table_with_classes_that_are_not_scored_is_read_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        var table = BuiltInClassTables.Get("waymo_19");
        ClassTableFile.Write(folder["classes.json"], table);
        var read = ClassTableFile.Read(folder["classes.json"]);
        Assert.Equal(table.Entries, read.Entries);
        Assert.Equal(table.Unscored, read.Unscored);
        Assert.Equal(table.Unscored, table.OfTrainIds().Unscored);
    }

    [Fact]
    public void A_table_in_which_nothing_is_scored_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Text("classes.json", """{"classes":[{"id":0,"name":"zero","scored":false}]}""");
        Assert.Contains(
            "no class that is scored", Assert.Throws<InputException>(() => ClassTableFile.Read(folder["classes.json"])).Message,
            StringComparison.Ordinal);
        folder.Text("classes.json", """{"classes":[{"id":0,"name":"zero"},{"id":99,"name":"nothing","void":true,"scored":false}]}""");
        Assert.Throws<InputException>(() => ClassTableFile.Read(folder["classes.json"]));
    }
}
