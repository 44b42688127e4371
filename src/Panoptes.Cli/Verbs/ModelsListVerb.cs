using System.CommandLine;
using Panoptes.Experiments.Recipes;
using Panoptes.Models;
using Panoptes.Tensors;

namespace Panoptes.Cli;

/// <summary><c>models list</c>: the names.</summary>
internal static class ModelsListVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var words = new Argument<string[]>("WORD") { Description = "List only names that contain all of these.", Arity = ArgumentArity.ZeroOrMore };
        var sizes = new Option<bool>("--sizes") { Description = "Make each model and count its parameters." };
        var classes = new Option<int>("--classes") { Description = "Classes told apart, for --sizes.", DefaultValueFactory = _ => 19, HelpName = "N" };
        var verb = new Verb(
            "list",
            "Lists the names that model.name knows, with their published recipes.",
            "./panoptes models list",
            "./panoptes models list pspnet --sizes --classes 11") { words, sizes, classes };
        verb.SetAction(parsed =>
        {
            var recipes = PublishedRecipes.Names.Select(PublishedRecipes.Find).ToLookup(recipe => recipe.Config.Model.Name, recipe => recipe.Name);
            foreach (var name in ModelCatalogue.Names.Where(name => (parsed.GetValue(words) ?? []).All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))))
            {
                var size = parsed.GetValue(sizes) ? $"{Parameters(name, parsed.GetValue(classes)),13:#,0} parameters  " : "";
                parsed.InvocationConfiguration.Output.WriteLine($"{name,-28} {size}{string.Join(", ", recipes[name])}".TrimEnd());
            }
        });
        return verb;
    }

    private static long Parameters(string name, int classes)
    {
        using var scope = TensorScope.Open();
        using var model = ModelCatalogue.Create(new ModelConfig { Name = name, NumClasses = classes });
        return model.NamedParameters().Sum(parameter => parameter.Tensor.Count);
    }
}
