using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.ModelCards;
using Panoptes.Experiments.Recipes;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;

namespace Panoptes.Cli.Verbs;

/// <summary><c>models show</c>: what is known of one model.</summary>
internal static class ModelsShowVerb
{
    private const string NotReproduced = "published, not reproduced here";
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var name = new Argument<string>("NAME") { Description = "The model; see './panoptes models list'." };
        var settings = new Argument<string[]>("KEY=VALUE")
        {
            Description = "Settings of the model, such as num_classes=11 or output_stride=8.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var size = new Option<string>("--size")
        {
            Description = "Height and width in pixels that costs are given for; a model's own where it takes one size only.",
            HelpName = "HxW",
            DefaultValueFactory = _ => "512x1024",
        };
        var batch = new Option<int>("--batch")
        {
            Description = "Images in a training step that memory is given for.",
            HelpName = "N",
            DefaultValueFactory = _ => 8,
        };
        var json = new Option<bool>("--json") { Description = "Print as JSON." };
        var verb = new Verb(
            "show",
            "Says what is known of a model: exact parameters, feature maps, multiply-adds and estimated memory at a size, the license of "
                + "published weights, and published results.",
            "./panoptes models show deeplabv3plus_mobilenetv2",
            "./panoptes models show pspnet_r50 --size 769x769 --batch 2 num_classes=11 --json") { name, settings, size, batch, json };
        verb.SetAction(parsed =>
        {
            var config = ConfigReader.Read<ModelConfig>(
                null, [$"name={parsed.GetRequiredValue(name)}", .. parsed.GetValue(settings) ?? []]);
            // Where nothing is asked for, a network that takes one size only is shown at that.
            var only = parsed.GetResult(size) is { Implicit: false } ? null : config.Traits.ImageSize;
            var sheet = ModelCard.Of(config, only ?? Size(parsed.GetValue(size)!), parsed.GetValue(batch));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(ToJson(sheet).ToJsonString(Indented));
            }
            else
            {
                Print(sheet, output);
            }
        });
        return verb;
    }

    private static (int Height, int Width) Size(string text) =>
        text.Split('x') is [var height, var width] && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w)
            ? (h, w)
            : throw new InputException("--size", text, "HEIGHTxWIDTH in pixels, such as 512x1024", "write it like this");

    private static void Print(ModelCard sheet, TextWriter output)
    {
        void Line(string name, string text) => output.WriteLine($"  {name,-20} {text}");
        var size = $"{sheet.Size.Height}x{sheet.Size.Width}";
        output.WriteLine(sheet.Name);
        Line(
            "parameters",
            $"{sheet.Parameters:#,0} ({string.Join(", ", sheet.Parts.Select(part => $"{part.Name} {part.Parameters:#,0}"))})");
        Line("tensors", $"{sheet.Tensors:#,0} in a weight file of the whole model");
        Line("feature maps", string.Join(", ", sheet.Levels.GroupBy(level => level).Select(
            group => $"{(group.Count() > 1 ? $"{group.Count()} times " : "")}{group.Key.Channels} channels at stride {group.Key.Stride}")));
        var computed = sheet.ComputedMultiplyAdds < sheet.MultiplyAdds
            ? $"; {sheet.ComputedMultiplyAdds / 1e9:#,0.00} G as computed here"
            : "";
        Line(
            "multiply-adds",
            $"{sheet.MultiplyAdds / 1e9:#,0.00} G for one image of {size} (convolutions and matrix products){computed}");
        Line("memory, inference", $"about {Memory(sheet.InferenceBytes)} for one image of {size}, 32-bit");
        Line("memory, training", $"about {Memory(sheet.TrainingBytes)} for {sheet.Batch} images of {size}, 32-bit, AdamW");
        Line("published weights", sheet.License ?? "none known");
        foreach (var recipe in sheet.Recipes)
        {
            Line("recipe", $"{recipe.Name}: {Result(recipe)}");
        }

        if (sheet.Recipes.Count == 0)
        {
            Line("recipe", sheet.FamilyRecipe is { } family ? $"none of its own; {family} is of its family" : "none");
        }
    }

    private static string Result(PublishedRecipe recipe) => recipe.Config.Recipe.Target is { } target
        ? $"{target.ToString("0.00", CultureInfo.InvariantCulture)} % mIoU ({NotReproduced}; {recipe.Config.Recipe.Source})"
        : recipe.Config.Recipe.Source is { } source ? $"no result published on these data (settings: {source})" : "no result published";

    private static string Memory(long bytes) =>
        bytes < 1L << 30 ? $"{bytes / (1024.0 * 1024):0} MiB" : $"{bytes / (1024.0 * 1024 * 1024):0.0} GiB";

    private static JsonObject ToJson(ModelCard sheet) => new()
    {
        ["name"] = sheet.Name,
        ["parameters"] = sheet.Parameters,
        ["parts"] = new JsonObject(sheet.Parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Parameters))),
        ["tensors"] = sheet.Tensors,
        ["feature_maps"] = new JsonArray(
            [.. sheet.Levels.Select(level => new JsonObject { ["channels"] = level.Channels, ["stride"] = level.Stride })]),
        ["size"] = new JsonArray(sheet.Size.Height, sheet.Size.Width),
        ["multiply_adds"] = sheet.MultiplyAdds,
        ["computed_multiply_adds"] = sheet.ComputedMultiplyAdds,
        ["inference_bytes"] = sheet.InferenceBytes,
        ["training_batch"] = sheet.Batch,
        ["training_bytes"] = sheet.TrainingBytes,
        ["license"] = sheet.License,
        ["family_recipe"] = sheet.FamilyRecipe,
        ["recipes"] = new JsonArray([.. sheet.Recipes.Select(recipe => new JsonObject
        {
            ["name"] = recipe.Name,
            ["published_miou"] = recipe.Config.Recipe.Target,
            ["reproduced_here"] = false,
            ["source"] = recipe.Config.Recipe.Source,
        })]),
    };
}
