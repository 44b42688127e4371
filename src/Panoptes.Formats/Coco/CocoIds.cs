using System.Globalization;
using Panoptes.Formats.Json;

namespace Panoptes.Formats.Coco;

/// <summary>
/// The ids of a list of images or categories. They are numbers, or text as pycocotools takes it too: then each stands for its
/// place among the ids in ordinal order, from 1, which is the order in which pycocotools goes through them. An id is what it reads as: 7
/// and "7" are one.
/// </summary>
internal sealed class CocoIds
{
    private readonly Dictionary<string, long>? places;

    private CocoIds(Dictionary<string, long>? places) => this.places = places;

    /// <summary>Ids that are numbers.</summary>
    public static CocoIds Numbers { get; } = new(null);

    /// <summary>The ids of a list.</summary>
    /// <param name="keys">Every id as it reads, and whether it was written as text.</param>
    public static CocoIds Of(IEnumerable<(string Key, bool IsText)> keys)
    {
        var all = keys.ToList();
        return all.Exists(id => id.IsText)
            ? new CocoIds(all.Select(id => id.Key).Distinct().Order(StringComparer.Ordinal).Select((key, place) => (key, place))
                .ToDictionary(id => id.key, id => id.place + 1L, StringComparer.Ordinal))
            : Numbers;
    }

    /// <summary>Whether some are text.</summary>
    public bool AreText => places is not null;

    /// <summary>The number of an id of the list.</summary>
    public long this[string key] => places is null ? long.Parse(key, CultureInfo.InvariantCulture) : places[key];

    /// <summary>The number of the id that the walker stands on; null where it is none of the list, as far as can be told.</summary>
    public long? Find(ref JsonWalker json) =>
        places is not null ? places.TryGetValue(json.Identifier(), out var place) ? place : null
        : json.IsString ? NumberOf(json.Text())
        : json.Integer();

    /// <summary>The number that a text is the usual spelling of; null for any other text.</summary>
    public static long? NumberOf(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text ? number : null;
}
