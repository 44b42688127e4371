using System.Text.Json.Nodes;
using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.LabelContracts;

public sealed class LabelContractFileTests
{
    private static readonly LabelContract Cups = new()
    {
        Producer = new LabelProducer("CUPS", "abc"),
        Native = new LabelSize(2048, 1024),
        Label = new LabelSize(1280, 640),
        Scale = 0.625,
        Clusters = 8,
        Split = new ClusterSplit([6, 4, 1], [2, 0, 7, 3, 5], ThingRule.Share, 0.08),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_contract_is_read_as_it_was_written(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new SeededRandom(seed);
        for (var draw = 0; draw < 50; draw++)
        {
            var contract = Draw(random);
            LabelContractFile.Write(folder["labels.json"], contract);
            var read = LabelContractFile.Read(folder["labels.json"]);
            Assert.Equal(LabelContractFile.ToText(contract), LabelContractFile.ToText(read));
            Assert.Equal(contract.Split.Things, read.Split.Things);
            Assert.Equal(contract.Split.Stuff, read.Split.Stuff);
            Assert.Equal(contract.Counts, read.Counts);
            Assert.Equal(contract with { Split = Cups.Split, Counts = null }, read with { Split = Cups.Split, Counts = null });
        }
    }

    [Fact]
    public void A_contract_cut_off_anywhere_is_an_error_of_one_line()
    {
        using var folder = new TemporaryFolder();
        var text = LabelContractFile.ToText(Cups).TrimEnd();
        for (var length = 0; length < text.Length; length++)
        {
            var file = folder.Write("labels.json", text[..length]);
            Assert.DoesNotContain('\n', Assert.Throws<InputException>(() => LabelContractFile.Read(file)).Message);
        }

        LabelContractFile.Read(folder.Write("labels.json", text));
    }

    [Theory]
    [InlineData("version", "2", "$.version", "expected 1")]
    [InlineData("version", "\"1\"", "$.version", "an integer")]
    [InlineData("clusters", "65536", "$.clusters", "65535")]
    [InlineData("clusters", "1e300", "$.clusters", "an integer")]
    [InlineData("clusters", "0", "$.clusters", "1 to")]
    [InlineData("clusters", "256", "$.clusters", "at most 255")]
    [InlineData("things", "[6, 8]", "$.things", "cluster 8")]
    [InlineData("things", "[6, -1]", "$.things", "0 to 65535")]
    [InlineData("things", "[6, 2]", "$.stuff", "cluster 2, which stands in things already")]
    [InlineData("things", "[6, 6]", "$.things", "each cluster once")]
    [InlineData("things", "6", "$.things", "an array")]
    [InlineData("void", "7", "$.void", "8 (clusters) to 255")]
    [InlineData("void", "300", "$.void", "255 (8 bits)")]
    [InlineData("bit_depth", "12", "$.bit_depth", "8 or 16")]
    [InlineData("instance_bit_depth", "4", "$.instance_bit_depth", "8 to 16")]
    [InlineData("scale", "0", "$.scale", "above 0")]
    [InlineData("scale", "\"half\"", "$.scale", "a number")]
    [InlineData("scale", "1.0", "$.label", "labels of 1280x640, which is scale 0.625 of the whole image")]
    [InlineData("label", "{\"width\": 2048, \"height\": 1024}", "$.label", "which is scale 1 of the whole image")]
    [InlineData("label", "{\"width\": 600, \"height\": 600}", "$.label", "another aspect ratio")]
    [InlineData("label", "\"any\"", "$.label", "a size where native is one")]
    [InlineData("label", "\"all\"", "$.label", "\"any\"")]
    [InlineData("crop", "{\"x\": 1000, \"y\": 0, \"width\": 1280, \"height\": 640}", "$.crop", "a rectangle within 2048x1024")]
    [InlineData("crop", "{\"x\": 0.5, \"y\": 0, \"width\": 1280, \"height\": 640}", "$.crop", "whole native pixels")]
    [InlineData("crop", "{\"x\": 0, \"y\": 0, \"w\": 1280, \"height\": 640}", "$.crop", "one of x, y, width, height")]
    [InlineData("resample", "\"bilinear\"", "$.resample", "nearest-center, nearest-floor")]
    [InlineData("split", "{\"rule\": \"share\", \"threshold\": null}", "$.split.threshold", "a number")]
    [InlineData("split", "{\"rule\": \"ids\", \"threshold\": 0.1}", "$.split.threshold", "none for a list")]
    [InlineData("counts", "[1, 2, 3]", "$.counts", "8 numbers")]
    [InlineData("counts", "[1, 2, 3, 4, 5, 6, 7, -8]", "$.counts[7]", "an integer 0 to")]
    [InlineData("producer", "{\"name\": \"\"}", "$.producer.name", "the name of what made the labels")]
    [InlineData("producer", "[]", "$.producer", "an object")]
    [InlineData("labelScale", "1", "$", "one of version, producer")]
    public void A_contract_that_contradicts_itself_is_an_error_that_names_the_key(string key, string value, string place, string told)
    {
        using var folder = new TemporaryFolder();
        var json = LabelContractFile.ToJson(Cups);
        json[key] = JsonNode.Parse(value);
        var file = folder.Write("labels.json", json.ToJsonString());
        var message = Assert.Throws<InputException>(() => LabelContractFile.Read(file)).Message;
        Assert.StartsWith($"{file} {place}", message, StringComparison.Ordinal);
        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\": 1, \"version\": 1}")]
    [InlineData("{\"version\": 1, \"scale\": NaN}")]
    [InlineData("\u0000\u0001")]
    public void What_is_no_contract_is_an_error(string text)
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<InputException>(() => LabelContractFile.Read(folder.Write("labels.json", text)));
    }

    [Fact]
    public void A_huge_or_deep_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        var json = LabelContractFile.ToJson(Cups);
        json["stuff"] = new JsonArray([.. Enumerable.Range(0, 70000).Select(id => (JsonNode)id)]);
        Assert.Contains("at most 65535", Fault(json.ToJsonString()), StringComparison.Ordinal);
        Assert.Contains("valid JSON", Fault(new string('[', 100000)), StringComparison.Ordinal);

        string Fault(string text) =>
            Assert.Throws<InputException>(() => LabelContractFile.Read(folder.Write("labels.json", text))).Message;
    }

    [Fact]
    public void A_contract_that_contradicts_itself_is_not_written()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<InputException>(() => LabelContractFile.Write(folder["labels.json"], Cups with { Scale = 1 }));
        Assert.Empty(folder.Files());
    }

    [Fact]
    public void Stuff_comes_before_things_in_the_table_and_both_in_their_order()
    {
        var classes = ContractClasses.Of(Cups with { Split = new ClusterSplit([6, 4], [2, 0, 7]) }, "table");
        Assert.Equal(["cluster_2", "cluster_0", "cluster_7", "cluster_6", "cluster_4"], classes.Names);
        Assert.Equal([3, 4], classes.Things);
        Assert.True(classes.TryGetTrainId(5, out var unlisted) && unlisted == classes.VoidTrainId);
        Assert.False(classes.TryGetTrainId(8, out _));
    }

    [Fact]
    public void As_many_clusters_as_there_may_be_have_a_table_of_their_own_void()
    {
        var contract = Cups with
        {
            Clusters = 65535,
            VoidId = 65535,
            BitDepth = 16,
            Split = ClusterSplit.Ids(65535, [256]),
        };
        contract.Validate("contract");
        var classes = ContractClasses.Of(contract, "table");
        Assert.Equal((65535, 65535), (classes.Count, classes.VoidTrainId));
        Assert.Equal([65534], classes.Things);
    }

    private static LabelContract Draw(SeededRandom random)
    {
        var isWide = random.NextBool();
        var clusters = random.NextInt(1, isWide ? 2000 : 256);
        var ids = Enumerable.Range(0, clusters).ToArray();
        random.Shuffle<int>(ids);
        var (things, end) = (random.NextInt(0, clusters + 1), random.NextInt(1, clusters + 1));
        things = Math.Min(things, end);
        var scale = new[] { 0.25, 0.5, 0.625, 1, 2 }[random.NextInt(0, 5)];
        LabelSize? native = random.NextBool(0.8) ? new LabelSize(8 * random.NextInt(1, 300), 8 * random.NextInt(1, 300)) : null;
        LabelCrop? crop = native is { } size && random.NextBool()
            ? new LabelCrop(8 * random.NextInt(0, size.Width / 8), 8 * random.NextInt(0, size.Height / 8), 8, 8)
            : null;
        var contract = new LabelContract
        {
            Producer = new LabelProducer("a \"program\"", random.NextBool() ? "00ff" : null),
            Native = native,
            Scale = scale,
            Crop = crop,
            Resampling = random.NextBool() ? LabelResampling.NearestCenter : LabelResampling.NearestFloor,
            Clusters = clusters,
            VoidId = isWide ? 65535 : 255,
            BitDepth = isWide ? 16 : 8,
            InstanceBitDepth = random.NextBool() ? 8 : 16,
            Split = random.NextBool()
                ? new ClusterSplit(ids[..things], ids[things..end])
                : new ClusterSplit(ids[..things], ids[things..end], ThingRule.Ratio, random.NextDouble()),
            Counts = random.NextBool() ? [.. ids.Select(id => (long)id << 20)] : null,
        };
        return native is { } whole ? contract with { Label = ContractFit.Expected(contract, whole) } : contract;
    }
}
