using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Metrics.Atlas.Maps;

/// <summary>A map of segments that do not overlap.</summary>
/// <param name="Ids">By pixel the segment's place in the list and one; 0 where there is none.</param>
/// <param name="Segments">The segments, every one with a pixel.</param>
public sealed record IndexMap(Plane<int> Ids, IReadOnlyList<AtlasSegment> Segments)
{
    /// <summary>The segments of a map of ids, in the order of their first pixels.</summary>
    /// <param name="ids">Ids; they are replaced by places.</param>
    /// <param name="of">What an id stands for; null for nothing.</param>
    public static IndexMap Of(Plane<int> ids, Func<int, MapLabel?> of)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(of);
        var places = new Dictionary<int, int>();
        var found = new List<GrowingSegment>();
        for (var y = 0; y < ids.Height; y++)
        {
            var row = ids.Row(y);
            for (var x = 0; x < row.Length;)
            {
                var id = row[x];
                var length = RunLength(row[x..]);
                if (!places.TryGetValue(id, out var place))
                {
                    var what = of(id);
                    places[id] = place = what is null ? 0 : found.Count + 1;
                    if (what is { } label)
                    {
                        found.Add(new GrowingSegment(label, ((long)y * ids.Width) + x));
                    }
                }

                if (place > 0)
                {
                    found[place - 1].Add(x, y, length);
                }

                row.Slice(x, length).Fill(place);
                x += length;
            }
        }

        return new IndexMap(ids, [.. found.Select(segment => segment.ToSegment())]);
    }

    /// <summary>The mask of a segment.</summary>
    /// <param name="place">Its place in the list.</param>
    public RunLengthMask MaskOf(int place) => RunLengthMask.Of(Ids, place + 1, Segments[place].Box.ToPixels());

    /// <summary>How many pixels from the first on are alike.</summary>
    internal static int RunLength(ReadOnlySpan<int> row)
    {
        var other = row.IndexOfAnyExcept(row[0]);
        return other < 0 ? row.Length : other;
    }
}
