using Panoptes.Data.Loading;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Training.Matching;

/// <summary>Where the segments of a batch lie.</summary>
internal static class SegmentRectangles
{
    /// <summary>The tightest rectangle round each segment of an image, in the order of its table; empty where it has no pixel.</summary>
    public static PixelRectangle[] Of(Batch batch, int image)
    {
        var ids = batch.Targets.Segments!.Ids;
        var (height, width) = ((int)ids.Size(1), (int)ids.Size(2));
        var all = ids.Data<int>().Slice(image * height * width, height * width);
        var boxes = new PixelRectangle[batch.Targets.Segments.Tables[image].Count];
        Array.Fill(boxes, new PixelRectangle(int.MaxValue, int.MaxValue, 0, 0));
        for (var y = 0; y < height; y++)
        {
            Widen(boxes, all.Slice(y * width, width), y);
        }

        return boxes;
    }

    // Ids are places in the table, counted from 1, and come in runs.
    private static void Widen(PixelRectangle[] boxes, ReadOnlySpan<int> row, int y)
    {
        for (var x = 0; x < row.Length;)
        {
            var (start, id) = (x, row[x]);
            var length = row[start..].IndexOfAnyExcept(id);
            x = length < 0 ? row.Length : start + length;
            if (id > 0)
            {
                var box = boxes[id - 1];
                boxes[id - 1] = new PixelRectangle(Math.Min(box.Left, start), Math.Min(box.Top, y), Math.Max(box.Right, x), y + 1);
            }
        }
    }
}
