using System.Text.Json;
using Panoptes.Foundation;

namespace Panoptes.Studies.Stores.Schema;

/// <summary>The values of an enumeration as tables have them: <c>out_of_memory</c>.</summary>
internal static class EnumWords<TEnum>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> Words =
        Enum.GetValues<TEnum>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly Dictionary<string, TEnum> Values = Words.ToDictionary(entry => entry.Value, entry => entry.Key);

    /// <summary>The word of a value.</summary>
    public static string Of(TEnum value) => Words[value];

    /// <summary>The value of a word.</summary>
    /// <exception cref="InputException">There is none: the row is of a newer version, or was written by hand.</exception>
    public static TEnum Parse(string column, string word) => Values.TryGetValue(word, out var value)
        ? value
        : throw new InputException(
            $"the store's column {column}", $"'{word}'", $"one of {string.Join(", ", Words.Values)}",
            "use the version of panoptes that wrote it, or remove the store: it is made again from the cells' folders");
}
