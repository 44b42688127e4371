using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Writes a fully resolved configuration, no default omitted: as YAML that <see cref="ConfigReader"/> reads back equal, and as canonical
/// JSON.
/// </summary>
public static class ConfigWriter
{
    private const int CommentColumn = 48;
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>The configuration as YAML in declaration order; lists of plain values stand in one line.</summary>
    public static string ToYaml(object record) => ToYaml(record, _ => null, _ => true);

    /// <summary>The settings that are wanted as YAML, with comments behind them.</summary>
    /// <param name="record">The configuration.</param>
    /// <param name="comment">Takes a setting's dotted path and says what stands behind it, or null.</param>
    /// <param name="wanted">Takes a setting's dotted path; false leaves it out.</param>
    public static string ToYaml(object record, Func<string, string?> comment, Func<string, bool> wanted)
    {
        var text = new StringBuilder();
        Write(text, (JsonObject)Tree(record)!, 0, "", (comment, wanted));
        return text.ToString();
    }

    /// <summary>The configuration as JSON with sorted keys and invariant numbers: equal settings give equal bytes.</summary>
    /// <param name="record">The configuration.</param>
    /// <param name="indented">True for a file that people read.</param>
    public static string ToCanonicalJson(object record, bool indented = false) =>
        Sorted(Tree(record))!.ToJsonString(indented ? Indented : Compact);

    /// <summary>The configuration as a JSON tree with the keys of the files, in declaration order.</summary>
    internal static JsonNode? Tree(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        float number => JsonValue.Create(double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        double number => JsonValue.Create(number),
        Enum name => JsonValue.Create(KeyPath.Snake(name.ToString())),
        IDictionary dictionary => new JsonObject(
            dictionary.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => KeyValuePair.Create(key, Tree(dictionary[key])))),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Tree)]),
        _ => new JsonObject(ConfigSchema.Settings(value).Select(setting =>
            KeyValuePair.Create(setting.Property.Key, Tree(setting.Property.Property.GetValue(setting.Owner))))),
    };

    internal static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(
            map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static void Write(
        StringBuilder text, JsonObject node, int indent, string path, (Func<string, string?> Comment, Func<string, bool> Wanted) choice)
    {
        foreach (var (key, value) in node)
        {
            var full = KeyPath.Join(path, key);
            var head = $"{new string(' ', indent)}{Quote(key)}:";
            if (value is JsonObject { Count: > 0 } map)
            {
                var inner = new StringBuilder();
                Write(inner, map, indent + 2, full, choice);
                text.Append(inner.Length > 0 ? $"{head}\n" : "").Append(inner);
            }
            else if (choice.Wanted(full))
            {
                var items = value is JsonArray list && list.Any(item => item is JsonObject) ? list : null;
                WriteLine(text, items is null ? $"{head} {Inline(value)}" : head, choice.Comment(full));
                WriteItems(text, items ?? [], indent + 2);
            }
        }
    }

    private static void WriteLine(StringBuilder text, string line, string? note) =>
        text.Append(note is null ? line : $"{line.PadRight(CommentColumn)} # {note}").Append('\n');

    private static void WriteItems(StringBuilder text, JsonArray list, int indent)
    {
        foreach (var item in list)
        {
            text.Append(' ', indent).Append("- ").Append(Inline(item)).Append('\n');
        }
    }

    private static string Inline(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray list => $"[{string.Join(", ", list.Select(Inline))}]",
        JsonObject map => $"{{{string.Join(", ", map.Select(pair => $"{Quote(pair.Key)}: {Inline(pair.Value)}"))}}}",
        _ when value.GetValueKind() == JsonValueKind.String => Quote(EnvironmentText.Escape(value.GetValue<string>())),
        _ => value.ToJsonString(),
    };

    private static string Quote(string text)
    {
        var plain = text.Length > 0
            && char.IsAsciiLetter(text[0])
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.' or '/' or '+')
            && text.ToLowerInvariant() is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or "nan");
        return plain ? text : JsonSerializer.Serialize(text, Compact);
    }
}
