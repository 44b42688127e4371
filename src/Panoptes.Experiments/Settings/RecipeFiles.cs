using System.Reflection;
using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Settings;

/// <summary>The files of the recipes that are compiled in: those of <c>configs/cityscapes</c>, <c>configs/coco</c> and
/// <c>configs/vistas</c>, with what they are based on.</summary>
internal static class RecipeFiles
{
    private const string Prefix = "recipes/";
    private const string Ending = ".yaml";
    private const string SharedFolder = "/base/";
    private static readonly Assembly Here = typeof(RecipeFiles).Assembly;

    /// <summary>The recipes' names, such as <c>cityscapes/segformer-b3</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Here.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.Contains(SharedFolder))
            .Select(name => name[Prefix.Length..^Ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a recipe can be found under this name, or is a file.</summary>
    public static bool IsKnown(string name) => Names.Contains(name) || File.Exists(name);

    /// <summary>The settings of a recipe over those it is based on.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static MapNode Layers(string name) => ConfigLayers.FromFile(name + Ending, Parse);

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
