using Panoptes.Formats.Json;

namespace Panoptes.Formats.Coco;

/// <summary>The annotation ids of a file, each of which may stand once. Text that is no number gets a number of its own.</summary>
internal sealed class AnnotationIds
{
    private readonly HashSet<long> numbers = [];
    private HashSet<string>? texts;

    /// <summary>Takes the id that the walker stands on.</summary>
    public long Take(ref JsonWalker json)
    {
        long? id = json.IsString ? CocoIds.NumberOf(json.Text()) : json.Integer();
        if (id is { } number)
        {
            return numbers.Add(number) ? number : throw Twice(ref json);
        }

        texts ??= new HashSet<string>(StringComparer.Ordinal);
        return texts.Add(json.Text()) ? long.MinValue + texts.Count : throw Twice(ref json);
    }

    private static Foundation.InputException Twice(ref JsonWalker json) =>
        json.Bad($"annotation id {json.Identifier()} a second time", "every id once", "remove one of them, or number them anew");
}
