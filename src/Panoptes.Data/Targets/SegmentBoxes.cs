using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Targets;

/// <summary>Finds where segments lie.</summary>
internal static class SegmentBoxes
{
    /// <summary>The tightest box round each of some ids; empty for one that does not occur.</summary>
    /// <param name="ids">An id a pixel.</param>
    /// <param name="wanted">The ids that are looked for, each once.</param>
    public static IReadOnlyDictionary<int, PixelRectangle> Of(Plane<int> ids, IEnumerable<int> wanted)
    {
        var boxes = wanted.ToDictionary(id => id, _ => new PixelRectangle(int.MaxValue, int.MaxValue, 0, 0));
        for (var y = 0; y < ids.Height; y++)
        {
            var row = ids.Row(y);
            for (var x = 0; x < row.Length;)
            {
                var (start, id) = (x, row[x]);
                var length = row[start..].IndexOfAnyExcept(id);
                x = length < 0 ? row.Length : start + length;
                if (boxes.TryGetValue(id, out var box))
                {
                    boxes[id] = new PixelRectangle(Math.Min(box.Left, start), Math.Min(box.Top, y), Math.Max(box.Right, x), y + 1);
                }
            }
        }

        return boxes;
    }
}
