using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Models.Catalog;
using Panoptes.Models.Loading;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;

namespace Panoptes.Cli.Verbs;

/// <summary><c>weights</c>: what is in a weight file, and bringing it into a model's own names.</summary>
internal static class WeightsVerb
{
    private const int ShownText = 100;
    private const string Classifier = "decode_head.conv_seg.weight";
    private const int LongestText = 100;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Makes the verb.</summary>
    public static Verb Create() =>
        new("weights", "Lists and fetches published weights, looks into weight files and imports them; nothing in a file is ever executed.")
        {
            WeightsListVerb.Create(), WeightsGetVerb.Create(), Inspect(), Import(),
        };

    private static Verb Inspect()
    {
        var file = FileArgument();
        var part = PartOption();
        var statistics = new Option<bool>("--statistics")
        {
            Description = "Read the values too: mean, deviation, smallest, largest, and how many are not finite.",
        };
        var json = new Option<bool>("--json") { Description = "Print as JSON." };
        var verb = new Verb(
            "inspect",
            "Lists the tensors of a weight file: safetensors, PyTorch (.pth, .pt; zip and legacy), or pickled numpy arrays (.pkl).",
            "./panoptes weights inspect mobilenet_v2.safetensors",
            "./panoptes weights inspect checkpoint.pth --part state_dict --statistics") { file, part, statistics, json };
        verb.SetAction(parsed =>
        {
            using var weights = WeightFile.Open(parsed.GetRequiredValue(file), parsed.GetValue(part));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(ToJson(weights, parsed.GetValue(statistics)).ToJsonString(Indented));
            }
            else
            {
                Print(weights, parsed.GetValue(statistics), output);
            }
        });
        return verb;
    }

    private static Verb Import()
    {
        var file = FileArgument();
        var model = new Option<string>("--model")
        {
            Description = "The model the weights are for; see './panoptes models list'.",
            Required = true,
            HelpName = "NAME",
        };
        var output = OutputOptions.Optional("The safetensors file to write; NAME.safetensors in the current folder where left out.");
        var force = OutputOptions.Force();
        var part = PartOption();
        var settings = new Argument<string[]>("KEY=VALUE")
        {
            Description = "Settings of the model, such as output_stride=8 or minimum_coverage=0.5.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb = new Verb(
            "import",
            "Loads a weight file into a model, says what fitted, and writes what fitted as safetensors under the model's own names. Fails "
                + "where too little fits.",
            "./panoptes weights import mobilenet_v2.pth --model deeplabv3plus_mobilenetv2",
            "./panoptes weights import R-50.pkl --model pspnet_r50b --out pspnet.safetensors")
            {
                file,
                settings,
                model,
                output,
                part,
                force,
            };
        verb.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(model);
            using var weights = WeightFile.Open(parsed.GetRequiredValue(file), parsed.GetValue(part));
            var config = ConfigReader.Read<ModelConfig>(null, [$"name={name}", .. parsed.GetValue(settings) ?? []]);
            config = config with { NumClasses = config.NumClasses ?? Classes(weights) };
            var (plan, shown) = (OutputOptions.Plan(parsed, force), parsed.GetValue(output) ?? $"{name}.safetensors");
            var target = plan.File(shown);

            using var scope = TensorScope.Open();
            using var network = ModelCatalog.Create(config);
            var report = WeightLoader.Load(network, weights, config);
            foreach (var line in report.Lines())
            {
                parsed.InvocationConfiguration.Output.WriteLine(line);
            }

            // Only what came from the file: the rest is random, and nobody should take it for trained.
            var matched = report.Matched.ToHashSet(StringComparer.Ordinal);
            var tensors = network.StateDict().Where(entry => matched.Contains(entry.Name)).ToArray();
            using var writing = plan.Begin();
            SafetensorsWriter.Write(target, tensors, new Dictionary<string, string>(WeightMetadata.Of(
                network))
            { ["model"] = name, ["source"] = Path.GetFileName(weights.Path) });
            parsed.InvocationConfiguration.Output.WriteLine($"{shown}: {tensors.Length} tensors; use it with model.weights={shown}");
        });
        return verb;
    }

    private static Argument<string> FileArgument() => new("FILE") { Description = "The weight file." };

    private static Option<string?> PartOption() =>
        new("--part")
        {
            Description = "Which dictionary inside a checkpoint, such as state_dict, ema or teacher, or what the wanted names begin with; "
                + "the usual ones are found without, and said.",
            HelpName = "NAME",
        };

    private static int? Classes(WeightFile weights) =>
        weights.Entries.FirstOrDefault(entry => entry.Name.EndsWith(Classifier, StringComparison.Ordinal)) is { Shape: [var classes, ..] }
            ? (int)classes
            : null;

    private static void Print(WeightFile weights, bool withStatistics, TextWriter output)
    {
        output.WriteLine(
            $"{weights.Path}: {weights.Format}, {weights.Entries.Count} tensors, {weights.Entries.Sum(entry => entry.Count):N0} numbers, "
                + $"{weights.Entries.Sum(entry => entry.ByteCount) / (1024.0 * 1024):F1} MiB");
        foreach (var note in weights.Notes)
        {
            output.WriteLine($"  note: {note}");
        }

        foreach (var (key, value) in weights.Metadata)
        {
            output.WriteLine($"  {key}: {(value.Length <= ShownText ? value : $"{value[..ShownText]}... ({value.Length} characters)")}");
        }

        var width = weights.Entries.Select(entry => entry.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var entry in weights.Entries)
        {
            output.Write($"{entry.Name.PadRight(width)}  {entry.DType,-8} {entry.ShapeText,-16}");
            if (withStatistics)
            {
                var values = WeightStatistics.Of(weights, entry);
                output.Write(values.NonFinite > 0
                    ? $"  {values.NonFinite} not finite"
                    : $"  mean {values.Mean,11:G4}  deviation {values.StandardDeviation,10:G4}  {values.Minimum,11:G4} to "
                        + $"{values.Maximum,10:G4}");
            }

            output.WriteLine();
        }
    }

    // Checkpoints carry whole configurations and environments; --json has them in full.
    private static string Shortened(string value)
    {
        var line = value.TrimStart().Split('\n')[0];
        return line.Length > LongestText || line.Length < value.Trim().Length
            ? $"{line[..Math.Min(line.Length, LongestText)]} ... ({value.Length} characters)"
            : line;
    }

    private static JsonObject ToJson(WeightFile weights, bool withStatistics) => new()
    {
        ["file"] = weights.Path,
        ["format"] = weights.Format,
        ["notes"] = new JsonArray([.. weights.Notes.Select(note => JsonValue.Create(note))]),
        ["metadata"] = new JsonObject(weights.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["tensors"] = new JsonArray([.. weights.Entries.Select(entry => ToJson(weights, entry, withStatistics))]),
    };

    private static JsonObject ToJson(WeightFile weights, WeightEntry entry, bool withStatistics)
    {
        var node = new JsonObject
        {
            ["name"] = entry.Name,
            ["dtype"] = entry.DType.ToString(),
            ["shape"] = new JsonArray([.. entry.Shape.Select(size => JsonValue.Create(size))]),
        };
        if (withStatistics)
        {
            var values = WeightStatistics.Of(weights, entry);
            node["mean"] = Number(values.Mean);
            node["deviation"] = Number(values.StandardDeviation);
            node["minimum"] = Number(values.Minimum);
            node["maximum"] = Number(values.Maximum);
            node["non_finite"] = values.NonFinite;
        }

        return node;
    }

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
