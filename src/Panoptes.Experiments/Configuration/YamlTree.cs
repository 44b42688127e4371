using Panoptes.Experiments.Locations;
using Panoptes.Foundation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Reads YAML text into <see cref="ConfigNode"/>s that know their lines. Anchors and tags are refused: a configuration is plain data.
/// </summary>
internal sealed class YamlTree
{
    private readonly string source;
    private readonly int fixedLine;
    private readonly Parser parser;

    private YamlTree(string text, string source, int fixedLine)
    {
        this.source = source;
        this.fixedLine = fixedLine;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>Parses a whole file; an empty one is an empty mapping.</summary>
    public static MapNode ParseFile(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            if (RunOrFile.IsRun(path))
            {
                var full = Path.GetFullPath(Path.TrimEndingDirectorySeparator(path));
                throw new InputException(
                    path, "the folder of a run", "a YAML configuration file",
                    $"to go on with the run, give the command that began it, or '{Path.Combine(path, "config.resolved.yaml")} "
                        + $"run.folder={Path.GetDirectoryName(full)} run.name={Path.GetFileName(full)}'",
                    cause);
            }

            var found = File.Exists(path) ? "a file that cannot be read" : Directory.Exists(path) ? "a folder" : "no such file";
            throw new InputException(path, found, "a YAML configuration file", Suggestion(path), cause);
        }

        return RunOrFile.IsWeights(path) || text.Contains('\0', StringComparison.Ordinal)
            ? throw new InputException(
                path, RunOrFile.IsWeights(path) ? "a weight file" : "a binary file", "a YAML configuration file",
                "name the configuration first; weights to start from go behind it as model.weights=FILE")
            : ParseText(text, path);
    }

    /// <summary>Parses the text of a whole file; an empty one is an empty mapping.</summary>
    public static MapNode ParseText(string text, string source)
    {
        RefuseTabs(text, source);
        return Parse(text, source, 0) switch
        {
            MapNode map => map,
            ScalarNode { IsNull: true } scalar => new MapNode([], scalar.At),
            var other => throw new InputException(
                other.At.ToString(), other.Description, "a mapping of settings", "write the settings as 'key: value' lines"),
        };
    }

    /// <summary>Parses the value of an override; every node stands at <paramref name="at"/>.</summary>
    public static ConfigNode ParseValue(string text, SourcePosition at) => Parse(text, at.Source, -1);

    private static ConfigNode Parse(string text, string source, int fixedLine)
    {
        var tree = new YamlTree(text, source, fixedLine);
        try
        {
            tree.parser.Consume<StreamStart>();
            if (tree.parser.TryConsume<StreamEnd>(out _))
            {
                return new ScalarNode("", false, tree.At(Mark.Empty));
            }

            tree.parser.Consume<DocumentStart>();
            var node = tree.Node("");
            tree.parser.Consume<DocumentEnd>();
            if (!tree.parser.TryConsume<StreamEnd>(out _))
            {
                throw new InputException(
                    tree.At(tree.parser.Current!.Start).ToString(), "a second YAML document ('---')", "one document a file",
                    "remove the '---' or split the file");
            }

            return node;
        }
        catch (Exception cause) when (cause is YamlException or InvalidOperationException)
        {
            // The parser throws InvalidOperationException where brackets are left open.
            var (line, reason) = cause is YamlException yaml
                ? (yaml.Start.Line, yaml.Message.TrimEnd('.'))
                : (tree.parser.Current?.Start.Line ?? 0, "something is left open");
            var at = fixedLine < 0 ? source : new SourcePosition(source, (int)line).ToString();
            throw new InputException(
                at, $"text that is not YAML ({reason})", "valid YAML", "check quotes, brackets and indentation there", cause);
        }
    }

    private static void RefuseTabs(string text, string path)
    {
        var line = 0;
        foreach (var row in text.AsSpan().EnumerateLines())
        {
            line++;
            var indentation = row[..(row.Length - row.TrimStart().Length)];
            if (indentation.Contains('\t') && row.Trim().Length > 0)
            {
                throw new InputException($"{path}:{line}", "a tab in the indentation", "spaces", "replace each tab by two spaces");
            }
        }
    }

    private static string Suggestion(string path)
    {
        if (path.Contains('=', StringComparison.Ordinal))
        {
            return "name the configuration's file first, and settings such as this one after it";
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            return $"check the path: the folder {folder} does not exist";
        }

        var near = NearestName.Of(Path.GetFileNameWithoutExtension(path), Directory.EnumerateFiles(folder, "*.yaml")
            .Select(file => Path.GetFileNameWithoutExtension(file)!));
        return near is null ? $"look into {folder}" : $"did you mean '{Path.Combine(Path.GetDirectoryName(path) ?? "", near)}.yaml'?";
    }

    private SourcePosition At(Mark mark) => new(source, fixedLine < 0 ? 0 : (int)mark.Line);

    private ConfigNode Node(string key)
    {
        switch (parser.Current)
        {
            case Scalar scalar:
                parser.MoveNext();
                RefuseAnchor(scalar);
                var at = At(scalar.Start);
                return new ScalarNode(scalar.Value, scalar.Style is not ScalarStyle.Plain, at);
            case SequenceStart start:
                parser.MoveNext();
                RefuseAnchor(start);
                var items = new List<ConfigNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    items.Add(Node($"{key}[{items.Count}]"));
                }

                return new ListNode(items, At(start.Start));
            case MappingStart start:
                parser.MoveNext();
                RefuseAnchor(start);
                return new MapNode(Entries(key), At(start.Start));
            default:
                throw new InputException(
                    At(parser.Current!.Start).ToString(), "a YAML alias ('*name')", "plain values",
                    "write the value out, or share it through 'base:'");
        }
    }

    private List<MapEntry> Entries(string path)
    {
        var entries = new List<MapEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Current is not Scalar key)
            {
                throw new InputException(
                    At(parser.Current!.Start).ToString(), "a key that is a list or a mapping", "a name", "write 'key: value'");
            }

            parser.MoveNext();
            var at = At(key.Start);
            if (entries.FirstOrDefault(entry => entry.Key == key.Value) is { } first)
            {
                throw new InputException(
                    at.ToString(), $"the key '{KeyPath.Join(path, key.Value)}' a second time", "each key once",
                    $"remove one of the two (the first is at {first.KeyAt})");
            }

            entries.Add(new MapEntry(key.Value, at, Node(KeyPath.Join(path, key.Value))));
        }

        return entries;
    }

    private void RefuseAnchor(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty || !node.Tag.IsEmpty)
        {
            throw new InputException(
                At(node.Start).ToString(), node.Tag.IsEmpty ? $"the YAML anchor '&{node.Anchor.Value}'" : $"the YAML tag '{node.Tag}'",
                "plain values", "remove it");
        }
    }
}
