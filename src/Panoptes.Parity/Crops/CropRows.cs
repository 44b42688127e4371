using System.Text.Json;
using Panoptes.Data.Targets;

namespace Panoptes.Parity.Crops;

/// <summary>Masks as the fixture lists them: pixels, top, left, bottom, right, sum of rows, sum of columns.</summary>
internal static class CropRows
{
    /// <summary>The row of the pixels that hold an id.</summary>
    /// <param name="category">What comes first.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="id">The one that counts.</param>
    /// <param name="width">Width of the map.</param>
    public static string Of(int category, ReadOnlySpan<int> ids, int id, int width)
    {
        var (count, sumX, sumY) = (0L, 0L, 0L);
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, 0, 0);
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i] == id)
            {
                var (x, y) = (i % width, i / width);
                (count, sumX, sumY) = (count + 1, sumX + x, sumY + y);
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
            }
        }

        return string.Join(' ', category, count, top, left, bottom, right, sumY, sumX);
    }

    /// <summary>The rows of segments that were kept.</summary>
    /// <param name="kept">The segments.</param>
    /// <param name="ids">Their map.</param>
    /// <param name="width">Its width.</param>
    /// <param name="category">The fixture's number of a class; null for segments that it does not list.</param>
    public static IEnumerable<string> Of(IEnumerable<SegmentTarget> kept, int[] ids, int width, Func<int, int?> category) =>
        from segment in kept
        let number = category(segment.TrainId)
        where number is not null
        select Of(number.Value, ids, segment.Id, width);

    /// <summary>The recorded rows, without what some of them have at their end.</summary>
    public static IEnumerable<string> Recorded(JsonElement rows) =>
        rows.EnumerateArray().Select(row => string.Join(' ', row.EnumerateArray().Take(8).Select(number => number.GetInt64())));
}
