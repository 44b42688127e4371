using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Targets;

/// <summary>Finds where segments lie, and cuts them out.</summary>
public static class SegmentBoxes
{
    /// <summary>The tightest box round each of some ids; empty for one that does not occur.</summary>
    /// <param name="ids">An id a pixel.</param>
    /// <param name="wanted">The ids that are looked for, each once.</param>
    public static IReadOnlyDictionary<int, PixelRectangle> Of(Plane<int> ids, IEnumerable<int> wanted)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Of(ids.Pixels, ids.Width, wanted);
    }

    /// <inheritdoc cref="Of(Plane{int}, IEnumerable{int})"/>
    /// <param name="ids">An id a pixel, row by row.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="wanted">The ids that are looked for, each once.</param>
    public static IReadOnlyDictionary<int, PixelRectangle> Of(ReadOnlySpan<int> ids, int width, IEnumerable<int> wanted)
    {
        var boxes = wanted.ToDictionary(id => id, _ => new PixelRectangle(int.MaxValue, int.MaxValue, 0, 0));
        for (var y = 0; y < ids.Length / width; y++)
        {
            var row = ids.Slice(y * width, width);
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

    /// <summary>Which pixels of a part of a map have an id: 1 for those, else 0.</summary>
    /// <param name="ids">An id a pixel, row by row.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="id">The id.</param>
    /// <param name="box">The part; it must lie inside.</param>
    public static Plane<byte> Cut(ReadOnlySpan<int> ids, int width, int id, PixelRectangle box)
    {
        var mask = new Plane<byte>(box.Width, box.Height);
        for (var y = 0; y < box.Height; y++)
        {
            var row = ids.Slice(((box.Top + y) * width) + box.Left, box.Width);
            var to = mask.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                to[x] = row[x] == id ? (byte)1 : (byte)0;
            }
        }

        return mask;
    }
}
