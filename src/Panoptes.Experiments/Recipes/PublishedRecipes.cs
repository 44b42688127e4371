using System.Collections.Concurrent;
using Panoptes.Data.Configuration;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Recipes;

/// <summary>The recipes that come with Panoptes: the files of <c>configs/cityscapes</c>, <c>configs/coco</c> and
/// <c>configs/vistas</c>, which are compiled in, so that a run can be compared with its recipe anywhere.</summary>
public static class PublishedRecipes
{
    private static readonly ConcurrentDictionary<string, PublishedRecipe> Read = new();

    /// <summary>Their names, such as <c>cityscapes/segformer-b3</c>.</summary>
    public static IReadOnlyList<string> Names => RecipeFiles.Names;

    /// <summary>A recipe by name, or read from a YAML file.</summary>
    /// <exception cref="InputException">There is none, or the file cannot be used.</exception>
    public static PublishedRecipe Find(string name) => Names.Contains(name)
        ? Read.GetOrAdd(name, static name => new PublishedRecipe(
            name, ConfigReader.Resolve<RunConfig>(RecipeFiles.Layers(name), [], null, keepUnset: true).Value))
        : File.Exists(name)
            ? new PublishedRecipe(name, ConfigReader.Resolve<RunConfig>(name, [], keepUnset: true).Value)
            : throw new InputException(
                "recipe.name", $"'{name}'", $"one of {string.Join(", ", Names)}, or a YAML file", "choose one of them");

    /// <summary>
    /// The recipe of a configuration: the one it names; else, where the data are Cityscapes, the one of its model, or of another model of
    /// the same family; of recipes with a teacher only where it has one. Null where there is none.
    /// </summary>
    public static PublishedRecipe? For(RunConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Recipe.Name is { } name)
        {
            return Find(name);
        }

        if (config.Data.Format != DataFormat.Cityscapes && config.Data.Classes != "cityscapes")
        {
            return null;
        }

        var group = config.Model.Traits.Group;
        var all = Names.Where(name => name.StartsWith("cityscapes/", StringComparison.Ordinal)).Select(Find)
            .Where(recipe => recipe.Config.Distillation is null == config.Distillation is null).ToList();
        return all.FirstOrDefault(recipe => recipe.Config.Model.Name == config.Model.Name)
            ?? all.FirstOrDefault(recipe => group.Length > 0 && recipe.Config.Model.Traits.Group == group);
    }
}
