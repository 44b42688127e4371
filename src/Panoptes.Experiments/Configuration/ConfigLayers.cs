using Panoptes.Foundation;

namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Lays the sources of a configuration over each other: the files named by <c>base:</c> first (relative to the file
/// that names them), then the file itself, then the overrides of the command line in order.
/// </summary>
internal static class ConfigLayers
{
    private const string BaseKey = "base";

    /// <summary>The merged settings of a file and its bases.</summary>
    public static MapNode FromFile(string path) => FromFile(path, YamlTree.ParseFile, [], []);

    /// <summary>The merged settings of a file and its bases, which <paramref name="parse"/> finds by their paths.</summary>
    public static MapNode FromFile(string path, Func<string, MapNode> parse) => FromFile(path, parse, [], []);

    /// <summary>The files that a configuration is laid together from, its bases before itself; full paths.</summary>
    public static IReadOnlyList<string> Files(string path)
    {
        var files = new List<string>();
        FromFile(path, YamlTree.ParseFile, [], files);
        return [.. files.Distinct()];
    }

    /// <summary>The settings of overrides such as <c>train.steps=400</c>; each value is YAML.</summary>
    public static MapNode FromOverrides(IEnumerable<string> overrides)
    {
        var merged = new MapNode([], new SourcePosition("command line"));
        var seen = new Dictionary<string, string>();
        foreach (var text in overrides)
        {
            var at = new SourcePosition($"override '{text}'");
            var equals = text.IndexOf('=');
            var path = equals < 0 ? "" : text[..equals].Trim();
            if (path.Length == 0 || path.Split('.').Any(part => part.Length == 0))
            {
                throw new InputException(
                    at.ToString(), "no key", "key=value with a dotted key, such as train.steps=400",
                    "write the setting's path, '=', and the value");
            }

            if (!seen.TryAdd(path, text))
            {
                throw new InputException(
                    at.ToString(), $"the key '{path}' a second time (first '{seen[path]}')", "each key once", "remove one of the two");
            }

            var value = YamlTree.ParseValue(text[(equals + 1)..], at);
            merged = merged.Overlay(Nest(path, value, at));
        }

        return merged;
    }

    private static MapNode Nest(string path, ConfigNode value, SourcePosition at)
    {
        var node = value;
        foreach (var part in path.Split('.').Reverse())
        {
            node = new MapNode([new MapEntry(part, at, node)], at);
        }

        return (MapNode)node;
    }

    private static MapNode FromFile(string path, Func<string, MapNode> parse, IReadOnlyList<string> chain, List<string> files)
    {
        var full = Path.GetFullPath(path);
        if (chain.Contains(full))
        {
            var cycle = string.Join(" -> ", chain.Append(full).Select(file => Path.GetFileName(file)));
            throw new InputException(path, $"a cycle of bases ({cycle})", "a chain that ends", "remove one 'base:'");
        }

        var own = parse(path);
        if (own.Find(BaseKey) is not { } entry)
        {
            files.Add(full);
            return own;
        }

        var rest = new MapNode([.. own.Entries.Where(other => other.Key != BaseKey)], own.At);
        var folder = Path.GetDirectoryName(path) ?? "";
        var merged = Bases(entry)
            .Select(name => FromFile(Path.Combine(folder, name), parse, [.. chain, full], files))
            .Append(rest)
            .Aggregate((below, above) => below.Overlay(above));
        files.Add(full);
        return merged;
    }

    private static IEnumerable<string> Bases(MapEntry entry) => entry.Value switch
    {
        ScalarNode { IsNull: false } scalar => [Expanded(scalar)],
        ListNode list when list.Items.All(item => item is ScalarNode { IsNull: false }) =>
            list.Items.Select(item => Expanded((ScalarNode)item)),
        var other => throw new InputException(
            other.At.ToString(), $"{other.Description} for 'base'", "the name of a file, or a list of them",
            "write 'base: other.yaml', relative to this file"),
    };

    private static string Expanded(ScalarNode name) => EnvironmentText.Expand(name.Text, name.At, BaseKey);
}
