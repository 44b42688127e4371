using System.Collections.Concurrent;
using System.Reflection;
using Panoptes.Data.Configuration;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Recipes;

/// <summary>The recipes that come with Panoptes: the files of <c>configs/cityscapes</c>, <c>configs/coco</c> and
/// <c>configs/vistas</c>, which are compiled in, so that a run can be compared with its recipe anywhere.</summary>
public static class PublishedRecipes
{
    private const string Prefix = "recipes/";
    private const string Ending = ".yaml";
    private const string SharedFolder = "/base/";
    private static readonly Assembly Here = typeof(PublishedRecipes).Assembly;
    private static readonly ConcurrentDictionary<string, PublishedRecipe> Read = new();

    /// <summary>Their names, such as <c>cityscapes/segformer-b3</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Here.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.Contains(SharedFolder))
            .Select(name => name[Prefix.Length..^Ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a recipe can be found under this name.</summary>
    public static bool IsKnown(string name) => Names.Contains(name) || File.Exists(name);

    /// <summary>A recipe by name, or read from a YAML file.</summary>
    /// <exception cref="InputException">There is none, or the file cannot be used.</exception>
    public static PublishedRecipe Find(string name) => Names.Contains(name)
        ? Read.GetOrAdd(name, static name => new PublishedRecipe(
            name, ConfigReader.Resolve<RunConfig>(ConfigLayers.FromFile(name + Ending, Parse), [], null, keepUnset: true).Value))
        : File.Exists(name)
            ? new PublishedRecipe(name, ConfigReader.Resolve<RunConfig>(name, [], keepUnset: true).Value)
            : throw new InputException(
                "recipe.name", $"'{name}'", $"one of {string.Join(", ", Names)}, or a YAML file", "choose one of them");

    /// <summary>
    /// The recipe of a configuration: the one it names; else, where the data are Cityscapes, the one of its model, or of another model of
    /// the same family. Null where there is none.
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
        var all = Names.Where(name => name.StartsWith("cityscapes/", StringComparison.Ordinal)).Select(Find).ToList();
        return all.FirstOrDefault(recipe => recipe.Config.Model.Name == config.Model.Name)
            ?? all.FirstOrDefault(recipe => group.Length > 0 && recipe.Config.Model.Traits.Group == group);
    }

    private static MapNode Parse(string path)
    {
        // A path inside the assembly, made plain as a file's would be.
        var name = Path.GetFullPath(Path.Combine("/", path))[1..];
        using var stream = Here.GetManifestResourceStream(Prefix + name)
            ?? throw new InputException(path, "no such recipe", string.Join(", ", Names), "name one of these");
        using var reader = new StreamReader(stream);
        return YamlTree.ParseText(reader.ReadToEnd(), $"recipe {name}");
    }
}
