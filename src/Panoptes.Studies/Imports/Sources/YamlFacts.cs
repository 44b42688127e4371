namespace Panoptes.Studies.Imports.Sources;

/// <summary>
/// Takes <c>key: value</c> facts out of plain YAML by its lines and indentation, as tools dump it. No anchors, tags or flow mappings: what
/// does not fit is passed over.
/// </summary>
internal static class YamlFacts
{
    private const int MostFacts = 50_000;

    /// <summary>The facts of a text.</summary>
    public static ConfigFacts Of(string text)
    {
        var facts = new Dictionary<string, string>();
        var above = new List<(int Indent, string Path)>();
        var items = new Dictionary<string, int>();
        foreach (var line in text.Split('\n'))
        {
            var content = line.TrimStart(' ').TrimEnd();
            var indent = line.Length - line.TrimStart(' ').Length;
            if (content.Length == 0 || content[0] is '#' or '%' || content == "---" || facts.Count >= MostFacts)
            {
                continue;
            }

            if (content.StartsWith("- ", StringComparison.Ordinal))
            {
                // A list may stand at the indentation of its key.
                above.RemoveAll(entry => entry.Indent > indent);
                var list = above.Count > 0 ? above[^1].Path : "";
                var place = items[list] = items.GetValueOrDefault(list, -1) + 1;
                facts[$"{list}[{place}]"] = Plain(content[2..]);
                continue;
            }

            above.RemoveAll(entry => entry.Indent >= indent);
            var colon = content.IndexOf(": ", StringComparison.Ordinal);
            colon = colon < 0 && content[^1] == ':' ? content.Length - 1 : colon;
            if (colon <= 0)
            {
                continue;
            }

            var path = above.Count > 0 ? $"{above[^1].Path}.{Plain(content[..colon])}" : Plain(content[..colon]);
            if (path.Length > 1000)
            {
                continue;
            }

            above.Add((indent, path));
            var value = colon + 1 < content.Length ? content[(colon + 1)..].Trim() : "";
            if (value is ['[', .., ']'] or ['(', .., ')'])
            {
                foreach (var (place, item) in value[1..^1].Split(',').Index())
                {
                    facts[$"{path}[{place}]"] = Plain(item);
                }
            }
            else if (value.Length > 0)
            {
                facts[path] = Plain(value);
            }
        }

        return new ConfigFacts(facts);
    }

    private static string Plain(string text)
    {
        text = text.Trim();
        if (text is ['\'', .., '\''] or ['"', .., '"'])
        {
            return text[1..^1];
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? text : text[..comment].TrimEnd();
    }
}
