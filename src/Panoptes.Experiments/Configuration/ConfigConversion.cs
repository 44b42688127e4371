using Panoptes.Foundation;
using Panoptes.Foundation.Settings;
using Panoptes.Models.Catalog;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Brings a configuration file's old keys to the present ones and leaves all else as it is written, comments too. Settings that a model
/// does not take go where they say nothing: null, or a factor of 1, as copies of whole configurations had them for every model.
/// </summary>
public sealed class ConfigConversion
{
    private const string DeclaredPath = "recipe.declared";
    private readonly List<(long Start, long End, string Text)> edits = [];
    private readonly List<string> changes = [];
    private readonly IReadOnlyCollection<string>? taken;
    private readonly string text;
    private readonly Parser parser;

    private ConfigConversion(string text, string source, IReadOnlyList<ISettingsCatalog> catalogs)
    {
        var tree = YamlTree.ParseText(text, source);
        this.text = text;
        taken = Taken(tree, catalogs);
        parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        if (parser.TryConsume<DocumentStart>(out _))
        {
            Node("");
        }
    }

    /// <summary>Converts the text of a file.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <param name="catalogs">What knows the settings that names choose; null knows the built-in ones.</param>
    /// <returns>The text with present keys, and one line for each change; none where nothing was old.</returns>
    /// <exception cref="InputException">The text is no YAML mapping.</exception>
    public static (string Text, IReadOnlyList<string> Changes) Convert(
        string text, string source, IReadOnlyList<ISettingsCatalog>? catalogs = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var conversion = new ConfigConversion(text, source, catalogs ?? ConfigReader.BuiltIn);
        return (conversion.Result(), conversion.changes);
    }

    // The keys of the file's own model; null where it names none, or one that is not known.
    private static HashSet<string>? Taken(MapNode file, IReadOnlyList<ISettingsCatalog> catalogs)
    {
        var catalog = catalogs.FirstOrDefault(known => known.Kind == typeof(ModelOptions));
        return catalog is not null
            && file.Find("model")?.Value is MapNode model
            && model.Find("name")?.Value is ScalarNode name
            && catalog.Names.Contains(name.Text)
            ? [.. ConfigSchema.Properties(typeof(ModelConfig))
                .Concat(ConfigSchema.Properties(catalog.Defaults(name.Text).GetType()))
                .Select(known => known.Key)]
            : null;
    }

    private string Result()
    {
        var result = text;
        foreach (var (start, end, replacement) in edits.OrderByDescending(edit => edit.Start))
        {
            result = string.Concat(result.AsSpan(0, (int)start), replacement, result.AsSpan((int)end));
        }

        return result;
    }

    private void Node(string path)
    {
        switch (parser.Consume<ParsingEvent>())
        {
            case SequenceStart:
                for (var i = 0; !parser.TryConsume<SequenceEnd>(out _); i++)
                {
                    if (path == DeclaredPath && parser.Current is Scalar declared)
                    {
                        Rename(declared, declared.Value, declared.Value, whole: true);
                    }

                    Node($"{path}[{i}]");
                }

                break;
            case MappingStart:
                while (!parser.TryConsume<MappingEnd>(out _))
                {
                    var key = parser.Consume<Scalar>();
                    Entry(key, KeyPath.Join(path, key.Value));
                }

                break;
        }
    }

    private void Entry(Scalar key, string full)
    {
        if (!Drop(key, full))
        {
            Rename(key, full, key.Value, whole: false);
        }

        Node(full);
    }

    private void Rename(Scalar at, string full, string written, bool whole)
    {
        if (RenamedSettings.NewPath(full) is not { } present)
        {
            return;
        }

        // What stands below a renamed key keeps its own.
        var word = whole ? present : present.Split('.')[^1];
        if (word != written)
        {
            edits.Add((at.Start.Index, at.End.Index, word));
            changes.Add($"line {at.Start.Line}: {full} is {present} now");
        }
    }

    // A setting that the model does not take and that says nothing stands on a line of its own: the line goes.
    private bool Drop(Scalar key, string full)
    {
        var name = RenamedSettings.NewPath(full) ?? full;
        var isModels = taken is not null && name.StartsWith("model.", StringComparison.Ordinal) && !taken.Contains(name["model.".Length..]);
        var saysNothing = parser.Current is Scalar { Style: ScalarStyle.Plain, Value: "" or "null" or "~" }
            || (key.Value == "width_multiplier" && parser.Current is Scalar { Value: "1" });
        var start = text.LastIndexOf('\n', (int)Math.Max(0, key.Start.Index - 1)) + 1;
        if (!isModels || !saysNothing || text[start..(int)key.Start.Index].Trim().Length > 0)
        {
            return false;
        }

        var end = text.IndexOf('\n', (int)key.Start.Index);
        edits.Add((start, end < 0 ? text.Length : end + 1, ""));
        changes.Add($"line {key.Start.Line}: {full} goes, which the model does not take");
        return true;
    }
}
