using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Recipes;

/// <summary>What two configurations have in common, which both are held against.</summary>
public static class CommonGround
{
    /// <summary>
    /// The reference that was asked for; else the recipe that both follow; else the nearest file that both are based on; null where there
    /// is none.
    /// </summary>
    /// <param name="asked">Name of a recipe or path of a YAML file, or null.</param>
    /// <param name="a">The first configuration and its file.</param>
    /// <param name="b">The second.</param>
    /// <exception cref="Foundation.InputException">There is no such recipe or file.</exception>
    public static PublishedRecipe? Of(string? asked, (string Path, RunConfig Config) a, (string Path, RunConfig Config) b)
    {
        if (asked is not null)
        {
            return PublishedRecipes.Find(asked);
        }

        if (PublishedRecipes.For(a.Config) is { } recipe && recipe.Name == PublishedRecipes.For(b.Config)?.Name)
        {
            return recipe;
        }

        var others = ConfigLayers.Files(b.Path);
        return ConfigLayers.Files(a.Path).LastOrDefault(others.Contains) is { } shared
            ? new PublishedRecipe(Path.GetRelativePath(Environment.CurrentDirectory, shared), ConfigReader.Resolve<RunConfig>(
                shared, [], keepUnset: true).Value)
            : null;
    }
}
