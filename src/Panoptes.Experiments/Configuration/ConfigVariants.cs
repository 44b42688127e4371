using Panoptes.Foundation;

namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Named variants of a configuration: <c>variants:</c> in a file (or its bases) maps names to settings, and <c>variant: NAME</c>, in a
/// file or as an override, lays those over the file and below the other overrides. What a variant sets counts as declared
/// (<c>recipe.declared</c>), since it has a name that says so.
/// </summary>
internal static class ConfigVariants
{
    private const string VariantKey = "variant";
    private const string VariantsKey = "variants";
    private const string RecipeKey = "recipe";
    private const string DeclaredKey = "declared";

    /// <summary>The settings with the chosen variant in its place; the two keys themselves are gone.</summary>
    /// <param name="file">Settings of the file and its bases.</param>
    /// <param name="overrides">Settings of the command line.</param>
    /// <param name="names">The variants on offer.</param>
    public static MapNode Apply(MapNode file, MapNode overrides, out IReadOnlyList<string> names)
    {
        var variants = Table(file.Overlay(overrides).Find(VariantsKey));
        names = [.. variants.Entries.Select(entry => entry.Key)];
        var below = Without(file);
        if ((overrides.Find(VariantKey) ?? file.Find(VariantKey)) is { Value: not ScalarNode { IsNull: true } } chosen)
        {
            var (name, settings) = Chosen(chosen, variants);
            below = below.Overlay(settings).Overlay(Note(below, name, settings, chosen.Value.At));
        }

        return below.Overlay(Without(overrides));
    }

    private static MapNode Table(MapEntry? entry) => entry?.Value switch
    {
        null => new MapNode([], new SourcePosition("defaults")),
        MapNode map => map,
        var other => throw new InputException(
            other.At.ToString(), $"{other.Description} for 'variants'", "a mapping of names to settings",
            "write 'variants: {NAME: {train: {steps: 400}}}'"),
    };

    private static (string Name, MapNode Settings) Chosen(MapEntry chosen, MapNode variants)
    {
        if (chosen.Value is not ScalarNode name)
        {
            throw new InputException(
                chosen.Value.At.ToString(), $"{chosen.Value.Description} for 'variant'", "the name of a variant", "write 'variant: NAME'");
        }

        var known = variants.Entries.Select(entry => entry.Key).ToList();
        if (variants.Find(name.Text) is not { } entry)
        {
            var near = NearestName.Of(name.Text, known);
            throw new InputException(
                name.At.ToString(),
                $"the variant '{name.Text}'",
                known.Count == 0 ? "a file with 'variants:'" : $"one of {string.Join(", ", known)}",
                known.Count == 0
                    ? "leave 'variant' out: the configuration has none"
                    : near is null
                    ? "choose one of them"
                    : $"did you mean '{near}'?");
        }

        return entry.Value is MapNode settings
            ? (name.Text, settings)
            : throw new InputException(
                entry.Value.At.ToString(), $"{entry.Value.Description} for 'variants.{name.Text}'", "a mapping of settings",
                "write the settings below the variant's name");
    }

    private static MapNode Note(MapNode below, string name, MapNode settings, SourcePosition at)
    {
        var declared = below.Find(RecipeKey)?.Value is MapNode recipe && recipe.Find(DeclaredKey)?.Value is ListNode list ? list.Items : [];
        IReadOnlyList<ConfigNode> paths = [.. declared, .. Leaves(settings, "").Select(path => new ScalarNode(path, true, at))];
        var note = new MapNode([new(VariantKey, at, new ScalarNode(name, true, at)), new(DeclaredKey, at, new ListNode(paths, at))], at);
        return new MapNode([new(RecipeKey, at, note)], at);
    }

    private static IEnumerable<string> Leaves(MapNode map, string path) => map.Entries.SelectMany(entry =>
        entry.Value is MapNode inner ? Leaves(inner, KeyPath.Join(path, entry.Key)) : [KeyPath.Join(path, entry.Key)]);

    private static MapNode Without(MapNode map) =>
        new([.. map.Entries.Where(entry => entry.Key is not (VariantKey or VariantsKey))], map.At);
}
