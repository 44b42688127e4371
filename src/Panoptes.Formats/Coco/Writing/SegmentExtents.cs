using Panoptes.Imaging;

namespace Panoptes.Formats.Coco.Writing;

/// <summary>Areas and boxes of all segments of a map, in one pass.</summary>
internal static class SegmentExtents
{
    public static Dictionary<int, (long Area, int[] Box)> Of(Plane<int> ids)
    {
        var found = new Dictionary<int, (long Area, int Left, int Top, int Right, int Bottom)>();
        for (var y = 0; y < ids.Height; y++)
        {
            ReadOnlySpan<int> row = ids.Row(y);
            for (var x = 0; x < row.Length;)
            {
                var id = row[x];
                var length = row[x..].IndexOfAnyExcept(id);
                var end = length < 0 ? row.Length : x + length;
                found[id] = found.TryGetValue(id, out var s)
                    ? (s.Area + end - x, Math.Min(s.Left, x), s.Top, Math.Max(s.Right, end), y + 1)
                    : (end - x, x, y, end, y + 1);
                x = end;
            }
        }

        return found.ToDictionary(
            s => s.Key,
            s => (s.Value.Area, new[] { s.Value.Left, s.Value.Top, s.Value.Right - s.Value.Left, s.Value.Bottom - s.Value.Top }));
    }
}
