using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Recipes;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Tensors;

namespace Panoptes.Cli.Verbs;

/// <summary><c>models list</c>: the names, and where weights for them are published.</summary>
internal static class ModelsListVerb
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var words =
            new Argument<string[]>("WORD") { Description = "List only names that contain all of these.", Arity = ArgumentArity.ZeroOrMore };
        var sizes = new Option<bool>("--sizes") { Description = "Make each model and count its parameters." };
        var classes = new Option<int>("--classes")
        {
            Description = "Classes told apart, for --sizes.",
            DefaultValueFactory = _ => 19,
            HelpName = "N",
        };
        var brief = new Option<bool>("--brief") { Description = "List names and recipes alone, a line each." };
        var json = new Option<bool>("--json") { Description = "Print as JSON." };
        var verb = new Verb(
            "list",
            "Lists the names that model.name knows, with their published recipes, and where weights for each are published, under which "
                + "license, and with which checksum. What their source does not say is not known.",
            "./panoptes models list segformer",
            "./panoptes models list --brief",
            "./panoptes models list pspnet --sizes --classes 11") { words, brief, sizes, classes, json };
        verb.SetAction(parsed =>
        {
            var recipes = PublishedRecipes.Names.Select(PublishedRecipes.Find)
                .ToLookup(recipe => recipe.Config.Model.Name, recipe => recipe.Name);
            var wanted = parsed.GetValue(words) ?? [];
            var names = ModelCatalog.BuiltIn.Names
                .Where(name => wanted.All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
            if (names.Count == 0)
            {
                var unknown = wanted.FirstOrDefault(
                    word => !ModelCatalog.BuiltIn.Names.Any(name => name.Contains(word, StringComparison.OrdinalIgnoreCase)));
                var near = unknown is null ? null : NearestName.Of(
                    unknown, ModelCatalog.BuiltIn.Names.SelectMany(name => name.Split('_').Append(name)).Distinct());
                throw new InputException(
                    "models list", $"no name with {string.Join(" and ", wanted)} in it", "a part of a model's name, such as pspnet or r50",
                    near is null ? "list all with 'panoptes models list'" : $"did you mean '{near}'?");
            }

            if (parsed.GetValue(json))
            {
                parsed.InvocationConfiguration.Output.WriteLine(
                    new JsonArray([.. names.Select(name => PublishedText.ToJson(name, recipes[name]))]).ToJsonString(Indented));
                return;
            }

            foreach (var name in names)
            {
                var size = parsed.GetValue(sizes) ? $"{Parameters(name, parsed.GetValue(classes)),13:#,0} parameters  " : "";
                parsed.InvocationConfiguration.Output.WriteLine($"{name,-28} {size}{string.Join(", ", recipes[name])}".TrimEnd());
                foreach (var line in parsed.GetValue(brief) ? [] : PublishedText.Lines(name))
                {
                    parsed.InvocationConfiguration.Output.WriteLine($"  {line}");
                }
            }
        });
        return verb;
    }

    private static long Parameters(string name, int classes)
    {
        using var scope = TensorScope.Open();
        using var model = ModelCatalog.Create(new ModelConfig { Name = name, NumClasses = classes });
        return model.NamedParameters().Sum(parameter => parameter.Tensor.Count);
    }
}
