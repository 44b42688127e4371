using System.Text;
using System.Text.Json;

namespace Panoptes.Studies.Imports.Sources;

/// <summary>
/// One flat JSON object of a log. NaN and infinities, which Python writes into JSON, are numbers here; nested objects are left out.
/// </summary>
/// <param name="Numbers">Its numbers.</param>
/// <param name="Texts">Its texts.</param>
/// <param name="Lists">Its lists of texts.</param>
internal sealed record JsonRecord(
    IReadOnlyDictionary<string, double> Numbers, IReadOnlyDictionary<string, string> Texts,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Lists)
{
    private const int Deepest = 32;
    private const int MostEntries = 20_000;
    private static readonly string[] NotFinite = ["NaN", "-Infinity", "Infinity"];

    /// <summary>A number that is finite; null where there is none.</summary>
    public double? Number(string key) => Numbers.TryGetValue(key, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>A number that counts something, 0 or more; null where there is none.</summary>
    public long? Count(string key) => Number(key) is >= 0 and <= 1e15 and var value && Math.Floor(value) == value ? (long)value : null;

    /// <summary>Reads one; null where the text is no JSON object, or a monstrous one.</summary>
    public static JsonRecord? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Quoted(text), new JsonDocumentOptions { MaxDepth = Deepest });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Of(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return null; // A text with half a surrogate pair.
        }
    }

    private static JsonRecord? Of(JsonElement root)
    {
        var numbers = new Dictionary<string, double>();
        var texts = new Dictionary<string, string>();
        var lists = new Dictionary<string, IReadOnlyList<string>>();
        var entries = 0;
        foreach (var property in root.EnumerateObject())
        {
            if (++entries > MostEntries)
            {
                return null;
            }

            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Number when property.Value.TryGetDouble(out var value):
                    numbers[property.Name] = value;
                    break;
                case JsonValueKind.String:
                    var text = property.Value.GetString()!;
                    if (Array.IndexOf(NotFinite, text) >= 0)
                    {
                        numbers[property.Name] = text == "NaN" ? double.NaN
                            : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                    }
                    else
                    {
                        texts[property.Name] = text;
                    }

                    break;
                case JsonValueKind.Array when property.Value.GetArrayLength() <= MostEntries:
                    lists[property.Name] = [.. property.Value.EnumerateArray()
                        .Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
                    break;
                default:
                    break;
            }
        }

        return new JsonRecord(numbers, texts, lists);
    }

    // What Python writes for numbers that JSON does not have becomes a text, outside of texts.
    private static string Quoted(string text)
    {
        if (!text.Contains("NaN", StringComparison.Ordinal) && !text.Contains("Infinity", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        var inside = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                inside = !inside;
            }
            else if (inside && text[at] == '\\' && at + 1 < text.Length)
            {
                result.Append(text[at++]);
            }
            else if (!inside && NotFinite.FirstOrDefault(name => string.CompareOrdinal(text, at, name, 0, name.Length) == 0) is { } found)
            {
                result.Append('"').Append(found).Append('"');
                at += found.Length - 1;
                continue;
            }

            result.Append(text[at]);
        }

        return result.ToString();
    }
}
