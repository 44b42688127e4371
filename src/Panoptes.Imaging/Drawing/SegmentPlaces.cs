namespace Panoptes.Imaging.Drawing;

/// <summary>Where a segment is named, and how large it is.</summary>
/// <param name="X">A column of the segment: the middle of its longest row.</param>
/// <param name="Y">The row; of several equally long ones the middle one.</param>
/// <param name="Area">Its pixels.</param>
internal readonly record struct SegmentPlace(int X, int Y, long Area);

/// <summary>Finds for every segment of a map a pixel of it where it is wide, in one pass.</summary>
internal static class SegmentPlaces
{
    /// <summary>The places by id, id 0 left out.</summary>
    public static Dictionary<int, SegmentPlace> Of(Plane<int> ids)
    {
        var found = new Dictionary<int, (long Area, int Length, List<(int X, int Y)> Middles)>();
        for (var y = 0; y < ids.Height; y++)
        {
            ReadOnlySpan<int> row = ids.Row(y);
            for (var x = 0; x < row.Length;)
            {
                var id = row[x];
                var same = row[x..].IndexOfAnyExcept(id);
                var length = same < 0 ? row.Length - x : same;
                if (id != 0)
                {
                    var (area, longest, middles) = found.TryGetValue(id, out var known) ? known : (0, 0, []);
                    if (length > longest)
                    {
                        longest = length;
                        middles.Clear();
                    }

                    if (length == longest)
                    {
                        middles.Add((x + (length / 2), y));
                    }

                    found[id] = (area + length, longest, middles);
                }

                x += length;
            }
        }

        return found.ToDictionary(segment => segment.Key, segment =>
        {
            var (x, y) = segment.Value.Middles[segment.Value.Middles.Count / 2];
            return new SegmentPlace(x, y, segment.Value.Area);
        });
    }
}
