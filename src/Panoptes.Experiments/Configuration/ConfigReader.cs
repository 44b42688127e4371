using Panoptes.Foundation;
using Panoptes.Foundation.Settings;
using Panoptes.Models.Catalog;

namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Reads a configuration: defaults of the records, then a YAML file (with <c>base:</c> files below it), then
/// <c>key=value</c> overrides. Keys are the snake_case names of the records' properties. <c>${NAME}</c> expands to an
/// environment variable. A file may name <c>variants</c>, of which <c>variant=NAME</c> lays one over it. Paths inside a configuration are
/// relative to the current directory, whether they come from a file or from an override; only <c>base:</c> is relative to the file that
/// names it.
/// </summary>
public static class ConfigReader
{
    /// <summary>The settings that names of built-in parts choose.</summary>
    internal static IReadOnlyList<ISettingsCatalog> BuiltIn { get; } = [ModelCatalog.BuiltIn];

    /// <summary>Reads, binds and checks a configuration.</summary>
    /// <typeparam name="T">The root record: a record with <c>init</c> properties and defaults.</typeparam>
    /// <param name="path">The YAML file, or null for the defaults alone.</param>
    /// <param name="overrides">Settings such as <c>train.steps=400</c> or <c>augmentation.crop=[320, 416]</c>; they win over the
    /// file.</param>
    /// <param name="catalogs">What knows the settings that names choose; null knows the built-in ones.</param>
    /// <exception cref="InputException">Something is unknown, mistyped, doubled, unset or out of range; says where and what to
    /// change.</exception>
    public static T Read<T>(string? path, IEnumerable<string> overrides, IReadOnlyList<ISettingsCatalog>? catalogs = null)
        where T : class, new() => Resolve<T>(path, overrides, catalogs).Value;

    /// <summary>The files that a configuration is laid together from: its bases, then itself; full paths.</summary>
    /// <exception cref="InputException">One of them is missing or no YAML.</exception>
    public static IReadOnlyList<string> Files(string path) => ConfigLayers.Files(path);

    /// <summary>Reads, binds and checks a configuration, and keeps where each setting was written.</summary>
    /// <typeparam name="T">The root record: a record with <c>init</c> properties and defaults.</typeparam>
    /// <param name="path">The YAML file, or null for the defaults alone.</param>
    /// <param name="overrides">Settings that win over the file, such as <c>train.steps=400</c> or <c>variant=20kx16</c>.</param>
    /// <param name="catalogs">What knows the settings that names choose; null knows the built-in ones.</param>
    /// <param name="keepUnset">True leaves placeholders of environment variables that are not set as they are, for looking at a
    /// configuration that is not to be run.</param>
    /// <exception cref="InputException">Something is unknown, mistyped, doubled, unset or out of range; says where and what to
    /// change.</exception>
    public static ResolvedConfig<T> Resolve<T>(
        string? path, IEnumerable<string> overrides, IReadOnlyList<ISettingsCatalog>? catalogs = null, bool keepUnset = false)
        where T : class, new() =>
        Resolve<T>(
            path is null ? new MapNode([], new SourcePosition("defaults")) : ConfigLayers.FromFile(path), overrides, catalogs, keepUnset);

    /// <summary>A configuration with some settings changed, as if they stood on the command line.</summary>
    /// <param name="config">A bound configuration.</param>
    /// <param name="overrides">The settings, such as <c>train.optimizer.learning_rate=1e-5</c>.</param>
    /// <param name="catalogs">What knows the settings that names choose; null knows the built-in ones.</param>
    /// <exception cref="InputException">One is unknown, mistyped or out of range.</exception>
    public static T With<T>(T config, IEnumerable<string> overrides, IReadOnlyList<ISettingsCatalog>? catalogs = null)
        where T : class, new() =>
        Resolve<T>(YamlTree.ParseText(ConfigWriter.ToYaml(config), "the configuration"), overrides, catalogs, keepUnset: false).Value;

    /// <summary>Lays overrides and the chosen variant over a file's settings, binds and checks them.</summary>
    internal static ResolvedConfig<T> Resolve<T>(
        MapNode file, IEnumerable<string> overrides, IReadOnlyList<ISettingsCatalog>? catalogs, bool keepUnset)
        where T : class, new()
    {
        var merged = ConfigVariants.Apply(file, ConfigLayers.FromOverrides(overrides), out var variants);
        merged = keepUnset ? (MapNode)EnvironmentText.KeepUnset(merged) : merged;
        var value = RecordBinder.Bind<T>(merged, catalogs ?? BuiltIn);
        try
        {
            (value as IValidated)?.Validate();
        }
        catch (InputException cause) when (Locate(merged, cause.Source ?? "") is { } at)
        {
            throw new InputException(at.ToString(), $"{cause.Source} = {cause.Found}", cause.Expected, cause.Advice, cause);
        }

        return new ResolvedConfig<T>(value, merged, variants);
    }

    /// <summary>Where the setting of a dotted path was written, or null where it is a default.</summary>
    internal static SourcePosition? Locate(MapNode map, string path)
    {
        ConfigNode node = map;
        var keys = path.Split('.', '[');
        foreach (var key in keys)
        {
            var next = node switch
            {
                MapNode inner => inner.Find(key)?.Value,
                ListNode list when int.TryParse(key.TrimEnd(']'), out var index) && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (next is null)
            {
                return node is ListNode ? node.At : null;
            }

            node = next;
        }

        return node.At;
    }
}
