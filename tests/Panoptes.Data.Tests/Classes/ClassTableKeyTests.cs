using Panoptes.Data.Checking;
using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Classes;

public sealed class ClassTableKeyTests
{
    [NeedsSharedFact("cases/data/classes-unknown-keys")]
    public void The_reported_table_is_refused_with_the_nearest_key()
    {
        var message = Assert.Throws<InputException>(
            () => ClassTableFile.Read(SharedFiles.Path("cases/data/classes-unknown-keys/classes.json")!)).Message;
        Assert.Contains("$.classes[1]: found the key \"things\"; expected one of id, train_id, name", message, StringComparison.Ordinal);
        Assert.EndsWith("did you mean \"thing\"?", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"viod":255,"classes":[{"id":0,"name":"a"}]}""", "$: found the key \"viod\"", "did you mean \"void\"?")]
    [InlineData("""{"classes":[{"id":0,"name":"a","viod":true}]}""", "$.classes[0]: found the key \"viod\"", "did you mean \"void\"?")]
    [InlineData("""[{"id":0,"name":"a","ignoreInEval":true}]""", "$[0]: found the key \"ignoreInEval\"", "remove it")]
    [InlineData(
        """{"classes":[{"id":0,"name":"a","trainId":3}]}""", "$.classes[0]: found the key \"trainId\"", "did you mean \"train_id\"?")]
    [InlineData("""{"classes":[{"id":0,"name":"a","name":"b"}]}""", "$.classes[0]: found the key \"name\" twice", "remove one of them")]
    public void A_key_that_would_be_passed_over_is_an_error(string json, string found, string advice)
    {
        using var folder = new TemporaryFolder();
        folder.Text("classes.json", json);
        var message = Assert.Throws<InputException>(() => ClassTableFile.Read(folder["classes.json"])).Message;
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.EndsWith(advice, message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_own_folder_without_a_class_table_warns_once_and_one_with_it_does_not()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 2);
        folder.CamVid("val", 2, 900);
        var config = new DataConfig { Root = folder.Path };
        Assert.Empty(Datasets.Open(config, "train").Warnings);
        File.Delete(folder["classes.json"]);
        Assert.Contains("camvid11, a guess", Assert.Single(Datasets.Open(config, "train").Warnings), StringComparison.Ordinal);
        Assert.Empty(Datasets.Open(config with { Classes = "camvid11" }, "train").Warnings);
        var finding = Assert.Single(DataCheck.Run(config).Findings);
        Assert.Equal(("class table", FindingSeverity.Warning), (finding.Kind, finding.Severity));
    }
}
