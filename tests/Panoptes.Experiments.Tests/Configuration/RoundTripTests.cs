using System.Text.Json.Nodes;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Configuration;

public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_resolved_configuration_reads_back_the_same_whatever_its_texts_hold()
    {
        string[] texts = [
            "plain", "", "null", "true", "1e3", "a: b", "- x", "#no comment", "quo\"te", "back\\slash", "tab\tand\nline", "${HOME}", "ünï",
            "'single'", "*star", "&and", "{brace}", "a, b", " spaces ", "@at", "%", "1_000", "~",
        ];
        foreach (var text in texts)
        {
            var config = new RunConfig
            {
                Run = new() { Name = $"{text}n", Folder = text },
                Data = new() { Root = text, Classes = text },
                Augmentation = new() { Crop = [64, 96], ResizeMin = 0.1, ResizeMax = 1.0 / 3 },
                Train = new() { Seed = long.MaxValue, Optimizer = new() { LearningRate = 6e-5, Rules = [new() { Key = text + "k" }] } },
            };
            var read = ConfigReader.Read<RunConfig>(folder.Write("c.yaml", ConfigWriter.ToYaml(config)), []);
            Assert.Equal(ConfigWriter.ToCanonicalJson(config), ConfigWriter.ToCanonicalJson(read));
            Assert.Equal(text, read.Run.Folder);
        }
    }

    [Fact]
    public void Canonical_json_has_sorted_keys_and_no_default_left_out()
    {
        var tree = (JsonObject)JsonNode.Parse(ConfigWriter.ToCanonicalJson(new RunConfig()))!;
        Check(tree);
        Assert.Equal(2, tree["loader"]!["prefetch"]!.GetValue<int>());

        static void Check(JsonObject map)
        {
            var keys = map.Select(pair => pair.Key).ToList();
            Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
            foreach (var inner in map.Select(pair => pair.Value).OfType<JsonObject>())
            {
                Check(inner);
            }
        }
    }
}
