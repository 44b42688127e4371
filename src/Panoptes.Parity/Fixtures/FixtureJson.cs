using System.Text.Json;
using Panoptes.Foundation;

namespace Panoptes.Parity.Fixtures;

/// <summary>Reads fixtures' json files.</summary>
internal static class FixtureJson
{
    /// <summary>Whether a path is a json file whose document satisfies a condition.</summary>
    public static bool Matches(string path, Func<JsonElement, bool> condition)
    {
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || !File.Exists(path))
        {
            return false;
        }

        using var document = Read(path);
        return condition(document.RootElement);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is no JSON.</exception>
    public static JsonDocument Read(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException broken)
        {
            throw new InputException(path, broken.Message, "JSON", "get the fixture again", broken);
        }
    }

    /// <summary>The numbers of a list of whole numbers.</summary>
    public static int[] Integers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];
}
