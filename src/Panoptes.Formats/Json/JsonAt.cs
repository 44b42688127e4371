using System.Text.Json;
using System.Text.Unicode;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Formats.Json;

/// <summary>A value in a JSON file together with where it stands, so that every complaint can name file and path.</summary>
/// <param name="File">The JSON file.</param>
/// <param name="Path">Its path there: <c>$.annotations[3].segments_info[0].id</c>.</param>
/// <param name="Element">The value.</param>
internal readonly record struct JsonAt(string File, string Path, JsonElement Element)
{
    /// <summary>The value under a key; a missing key is an error that names the nearest key there is.</summary>
    public JsonAt Get(string key)
    {
        if (Find(key) is { } found)
        {
            return found;
        }

        var keys = Element.EnumerateObject().Select(p => p.Name).ToArray();
        var near = NearestName.Of(key, keys);
        throw new InputException(
            $"{File} {Path}",
            keys.Length == 0 ? "no key at all" : $"no key \"{key}\" among {string.Join(", ", keys.Take(12))}",
            $"the key \"{key}\"",
            near is null ? $"add \"{key}\"" : $"rename \"{near}\" to \"{key}\" if that is what it means");
    }

    /// <summary>The value under a key, or null where the key is missing or its value is null.</summary>
    public JsonAt? Find(string key)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("an object {...}");
        }

        return Element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null
            ? new JsonAt(File, $"{Path}.{key}", value)
            : null;
    }

    /// <summary>The items of an array.</summary>
    public IEnumerable<JsonAt> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("an array [...]");
        }

        return Enumerate(this);

        static IEnumerable<JsonAt> Enumerate(JsonAt array)
        {
            var i = 0;
            foreach (var item in array.Element.EnumerateArray())
            {
                yield return new JsonAt(array.File, $"{array.Path}[{i++}]", item);
            }
        }
    }

    /// <summary>An integer in a range. Whole numbers written as 3.0 are taken; texts are not.</summary>
    public long Integer(long low = long.MinValue, long high = long.MaxValue)
    {
        if (Element.ValueKind != JsonValueKind.Number || !Element.TryGetDouble(out var real) || real != Math.Floor(real)
            || Math.Abs(real) > 9e15)
        {
            throw Wrong("an integer");
        }

        var value = Element.TryGetInt64(out var whole) ? whole : (long)real;
        return value >= low && value <= high ? value : throw Wrong($"an integer {low} to {high}");
    }

    /// <summary>A finite number.</summary>
    public double Number() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw Wrong("a number");

    /// <summary>A text.</summary>
    public string Text() => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Wrong("a text in quotes");

    /// <summary>A yes or no: true, false, 0 or 1.</summary>
    public bool Flag() => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when Element.TryGetInt32(out var value) && value is 0 or 1 => value == 1,
        _ => throw Wrong("0, 1, true or false"),
    };

    /// <summary>A color [R, G, B].</summary>
    public Rgb Color()
    {
        var parts = Items().Select(i => (byte)i.Integer(0, 255)).ToArray();
        return parts.Length is 3 or 4 ? new Rgb(parts[0], parts[1], parts[2]) : throw Wrong("[R, G, B]");
    }

    /// <summary>The value must be an object with known keys alone, each once; a mistyped one is named with the nearest.</summary>
    public void RequireKeys(IReadOnlyList<string> known)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("an object {...}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in Element.EnumerateObject().Select(property => property.Name))
        {
            if (!known.Contains(key))
            {
                throw new InputException(
                    $"{File} {Path}",
                    $"the key \"{key}\"",
                    $"one of {string.Join(", ", known)}",
                    NearestName.Of(key, known) is { } near ? $"did you mean \"{near}\"?" : "remove it");
            }

            if (!seen.Add(key))
            {
                throw new InputException($"{File} {Path}", $"the key \"{key}\" twice", "each key once", "remove one of them");
            }
        }
    }

    /// <summary>The error that says what stands here instead of what is wanted.</summary>
    public InputException Wrong(string expected, string advice = "correct the value")
    {
        var raw = Element.GetRawText();
        return new InputException($"{File} {Path}", raw.Length > 60 ? raw[..60] + "..." : raw, expected, advice);
    }

    /// <summary>Reads a small JSON file whole.</summary>
    /// <exception cref="InputException">The file is missing, above 64 MiB, or no JSON.</exception>
    public static JsonAt ReadFile(string file)
    {
        var info = new FileInfo(file);
        if (!info.Exists)
        {
            throw new InputException(file, "no such file", "a JSON file", "correct the path");
        }

        if (info.Length > 64 << 20)
        {
            throw new InputException(
                file, $"{info.Length} bytes", "at most 64 MiB for this kind of file", "check that it is the right file");
        }

        return Parse(file, System.IO.File.ReadAllBytes(file));
    }

    /// <summary>The root of a JSON text that a file carries.</summary>
    public static JsonAt ParseText(string file, string json) => Parse(file, System.Text.Encoding.UTF8.GetBytes(json));

    private static JsonAt Parse(string file, ReadOnlyMemory<byte> json)
    {
        var text = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
        try
        {
            RequireUnicode(file, text.Span);
            return new JsonAt(file, "$", JsonDocument.Parse(text).RootElement);
        }
        catch (JsonException e)
        {
            throw JsonFault.NotFinite(e) is { } number
                ? new InputException(
                    $"{file} $ line {e.LineNumber + 1}, byte {e.BytePositionInLine}", number, "a finite number",
                    $"JSON has no {number}: leave the entry out, or look for it in what wrote the file", e)
                : new InputException(
                $"{file} $",
                $"no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}: {e.Message.Split(". ")[0]}",
                "valid JSON",
                "write the file again; it may be cut off",
                e);
        }
    }

    // The parser takes bytes that are no UTF-8 and halves of surrogate pairs, and fails where they are read.
    private static void RequireUnicode(string file, ReadOnlySpan<byte> json)
    {
        var isWhole = Utf8.IsValid(json);
        if (isWhole && json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        try
        {
            for (var reader = new Utf8JsonReader(json); isWhole && reader.Read();)
            {
                _ = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString() : null;
            }
        }
        catch (InvalidOperationException)
        {
            isWhole = false;
        }

        if (!isWhole)
        {
            throw new InputException($"{file} $", "a text that is not Unicode", "JSON in UTF-8", "save the file as UTF-8");
        }
    }
}
