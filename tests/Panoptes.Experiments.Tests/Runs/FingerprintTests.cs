using System.Text.Json.Nodes;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Runs;

public sealed class FingerprintTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_order_of_keys_does_not_matter()
    {
        var one = ConfigReader.Read<RunConfig>(folder.Write("a.yaml", "train: {steps: 10, batch_size: 2}\ndata: {root: x}\n"), []);
        var other = ConfigReader.Read<RunConfig>(folder.Write("b.yaml", "data: {root: x}\ntrain: {batch_size: 2, steps: 10}\n"), []);
        Assert.Equal(Fingerprint.Of(one), Fingerprint.Of(other));
    }

    [Theory]
    [InlineData("train.batch_size=3")]
    [InlineData("train.steps=3")]
    [InlineData("train.seed=3")]
    [InlineData("train.accumulation=3")]
    [InlineData("train.tf32=none")]
    [InlineData("train.optimizer.learning_rate=3")]
    [InlineData("train.optimizer.rules=[{key: head}]")]
    [InlineData("train.loss.auxiliary_weight=0.3")]
    [InlineData("train.schedule.power=3")]
    [InlineData("train.evaluation.scales=[3]")]
    [InlineData("augmentation.crop=[33, 33]")]
    [InlineData("augmentation.flip=0.3")]
    [InlineData("data.val_split=other")]
    public void What_decides_the_result_changes_it(string change) =>
        Assert.NotEqual(Fingerprint.Of(new RunConfig()), Fingerprint.Of(ConfigReader.Read<RunConfig>(null, [change])));

    [Theory]
    [InlineData("data.root=elsewhere")]
    [InlineData("run.name=other")]
    [InlineData("run.folder=other")]
    [InlineData("loader.workers=7")]
    [InlineData("loader.prefetch=7")]
    [InlineData("train.log_every=7")]
    [InlineData("train.checkpoint.every=7")]
    [InlineData("report.images=7")]
    public void Paths_workers_and_logging_do_not_change_it(string change) =>
        Assert.Equal(Fingerprint.Of(new RunConfig()), Fingerprint.Of(ConfigReader.Read<RunConfig>(null, [change])));

    [Fact]
    public void Every_setting_that_is_left_out_exists()
    {
        var config = ConfigReader.Read<RunConfig>(null, ["data.streams={a: {data: {root: x}}}"]);
        var tree = ConfigWriter.Tree(config)!;
        foreach (var path in Fingerprint.Excluded.Concat(Fingerprint.ContentOf))
        {
            JsonNode? node = tree;
            foreach (var key in path.Split('.').Select(key => key == "*" ? "a" : key))
            {
                Assert.True(node is JsonObject map && map.ContainsKey(key), path);
                node = node[key];
            }
        }
    }

    [Fact]
    public void A_named_file_counts_by_its_content()
    {
        var one = folder.Write("one.json", "a");
        var same = folder.Write("same.json", "a");
        var other = folder.Write("other.json", "b");
        string Of(string file) => Fingerprint.Of(new RunConfig { Data = new() { Classes = file } });
        Assert.Equal(Of(one), Of(same));
        Assert.NotEqual(Of(one), Of(other));
        Assert.NotEqual(Of("camvid11"), Of("cityscapes"));
    }

    [Fact]
    public void Lists_of_streams_count_by_their_content()
    {
        var (one, same, other) = (folder.Write("one.txt", "a"), folder.Write("same.txt", "a"), folder.Write("other.txt", "b"));
        string Of(string list, string stream = "a") =>
            Fingerprint.Of(ConfigReader.Read<RunConfig>(null, [$"data.streams={{{stream}: {{list: '{list}'}}}}"]));
        Assert.Equal(Of(one), Of(same));
        Assert.NotEqual(Of(one), Of(other));
        Assert.NotEqual(Of(one), Of(one, "b"));
    }
}
