using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Formats.Json;
using Panoptes.Foundation;

namespace Panoptes.Data.LabelContracts;

/// <summary>Reads and writes contracts as JSON; strict: a key that is not known, or not meant, is an error that says where.</summary>
public static class LabelContractFile
{
    /// <summary>The file's name in a folder of labels.</summary>
    public const string Name = "labels.json";

    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 1;

    private static readonly string[] Keys =
    [
        "version", "producer", "native", "label", "scale", "crop", "resample", "clusters", "void", "bit_depth", "instance_bit_depth",
        "split", "things", "stuff", "counts",
    ];

    private static readonly (string Name, LabelResampling Rule)[] Resamplings =
        [("nearest-center", LabelResampling.NearestCenter), ("nearest-floor", LabelResampling.NearestFloor)];

    private static readonly (string Name, ThingRule Rule)[] Rules =
    [
        ("ids", ThingRule.Ids), ("share", ThingRule.Share), ("scaled_share", ThingRule.ScaledShare),
        ("ratio", ThingRule.Ratio),
    ];

    /// <summary>Reads a contract.</summary>
    /// <param name="file">The JSON file.</param>
    /// <exception cref="InputException">Missing, cut off, of another version, or contradicting itself.</exception>
    public static LabelContract Read(string file)
    {
        var root = JsonAt.ReadFile(file);
        if (root.Get("version") is var version && version.Integer(0, int.MaxValue) != Version)
        {
            throw version.Wrong($"{Version}", "write it again with this version of Panoptes, or update Panoptes");
        }

        root.RequireKeys(Keys);
        var (producer, split) = (root.Get("producer"), root.Get("split"));
        producer.RequireKeys(["name", "hash"]);
        split.RequireKeys(["rule", "threshold"]);
        var contract = new LabelContract
        {
            Producer = new LabelProducer(producer.Get("name").Text(), producer.Find("hash")?.Text()),
            Native = Size(root.Get("native")),
            Label = Size(root.Get("label")),
            Scale = root.Get("scale").Number(),
            Crop = root.Find("crop") is { } crop ? Crop(crop) : null,
            Resampling = OneOf(root.Get("resample"), Resamplings),
            Clusters = (int)root.Get("clusters").Integer(1, LabelContract.MaxClusters),
            VoidId = (int)root.Get("void").Integer(0, 65535),
            BitDepth = (int)root.Get("bit_depth").Integer(8, 16),
            InstanceBitDepth = (int)root.Get("instance_bit_depth").Integer(8, 16),
            Split = new ClusterSplit(
                Ids(root.Get("things")), Ids(root.Get("stuff")), OneOf(split.Get("rule"), Rules), split.Find("threshold")?.Number()),
            Counts = root.Find("counts") is { } counts ? [.. AtMost(counts).Select(item => item.Integer(0))] : null,
        };
        contract.Validate(file);
        return contract;
    }

    /// <summary>Writes a contract; the file is there whole or as it was.</summary>
    /// <exception cref="InputException">The contract contradicts itself.</exception>
    public static void Write(string file, LabelContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        contract.Validate(file);
        AtomicFile.WriteText(file, ToText(contract));
    }

    /// <summary>The contract as JSON, a key a line, however many clusters there are.</summary>
    public static string ToText(LabelContract contract)
    {
        var text = new StringBuilder("{\n");
        var isFirst = true;
        foreach (var (key, value) in ToJson(contract))
        {
            text.Append(isFirst ? "" : ",\n").Append($"  \"{key}\": {value?.ToJsonString() ?? "null"}");
            isFirst = false;
        }

        return text.Append("\n}\n").ToString();
    }

    /// <summary>The contract as a JSON object.</summary>
    public static JsonObject ToJson(LabelContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return new JsonObject
        {
            ["version"] = Version,
            ["producer"] = new JsonObject { ["name"] = contract.Producer.Name, ["hash"] = contract.Producer.Hash },
            ["native"] = ToJson(contract.Native),
            ["label"] = ToJson(contract.Label),
            ["scale"] = contract.Scale,
            ["crop"] = contract.Crop is { } crop
                ? new JsonObject { ["x"] = crop.X, ["y"] = crop.Y, ["width"] = crop.Width, ["height"] = crop.Height }
                : null,
            ["resample"] = Resamplings.First(known => known.Rule == contract.Resampling).Name,
            ["clusters"] = contract.Clusters,
            ["void"] = contract.VoidId,
            ["bit_depth"] = contract.BitDepth,
            ["instance_bit_depth"] = contract.InstanceBitDepth,
            ["split"] = new JsonObject
            {
                ["rule"] = Rules.First(known => known.Rule == contract.Split.Rule).Name,
                ["threshold"] = contract.Split.Threshold,
            },
            ["things"] = new JsonArray([.. contract.Split.Things.Select(id => (JsonNode)id)]),
            ["stuff"] = new JsonArray([.. contract.Split.Stuff.Select(id => (JsonNode)id)]),
            ["counts"] = contract.Counts is { } counts ? new JsonArray([.. counts.Select(count => (JsonNode)count)]) : null,
        };
    }

    private static JsonNode ToJson(LabelSize? size) =>
        size is { } known ? new JsonObject { ["width"] = known.Width, ["height"] = known.Height } : "any";

    private static LabelSize? Size(JsonAt value)
    {
        if (value.Element.ValueKind == JsonValueKind.String)
        {
            return value.Text() == "any" ? null : throw value.Wrong("\"any\", or {\"width\": ..., \"height\": ...}");
        }

        value.RequireKeys(["width", "height"]);
        return new LabelSize((int)value.Get("width").Integer(1, 1 << 20), (int)value.Get("height").Integer(1, 1 << 20));
    }

    private static LabelCrop Crop(JsonAt value)
    {
        value.RequireKeys(["x", "y", "width", "height"]);
        return new LabelCrop(
            value.Get("x").Number(), value.Get("y").Number(), value.Get("width").Number(), value.Get("height").Number());
    }

    private static T OneOf<T>(JsonAt value, (string Name, T Rule)[] known)
    {
        var name = value.Text();
        var index = Array.FindIndex(known, item => item.Name == name);
        return index >= 0 ? known[index].Rule : throw value.Wrong($"one of {string.Join(", ", known.Select(item => item.Name))}");
    }

    private static int[] Ids(JsonAt value) => [.. AtMost(value).Select(item => (int)item.Integer(0, LabelContract.MaxClusters))];

    private static IEnumerable<JsonAt> AtMost(JsonAt value)
    {
        var items = value.Items();
        return value.Element.GetArrayLength() <= LabelContract.MaxClusters
            ? items
            : throw new InputException(
                $"{value.File} {value.Path}", $"{value.Element.GetArrayLength()} numbers", $"at most {LabelContract.MaxClusters}",
                "check that it is the right file");
    }
}
