using Panoptes.Data.Loading;
using Panoptes.Imaging.Geometries;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Supervision.Kernels;

/// <summary>The boxes of true masks, in the order of <see cref="MaskTruth.Masks"/>.</summary>
internal static class TrueBoxes
{
    /// <summary>
    /// Widths and heights in pixels; of segments those of the pixels that a batch shows, of objects those that are given.
    /// </summary>
    public static (double Width, double Height)[] Of(Batch batch, MaskSource source, int image)
    {
        if (source == MaskSource.Instances)
        {
            return [.. batch.Targets.Instances![image].Select(instance => (instance.Box.Width, instance.Box.Height))];
        }

        var ids = batch.Targets.Segments!.Ids;
        var (height, width) = ((int)ids.Size(1), (int)ids.Size(2));
        var all = ids.Data<int>().Slice(image * height * width, height * width);
        var boxes = new PixelRectangle[batch.Targets.Segments.Tables[image].Count];
        Array.Fill(boxes, new PixelRectangle(int.MaxValue, int.MaxValue, 0, 0));
        for (var y = 0; y < height; y++)
        {
            Widen(boxes, all.Slice(y * width, width), y);
        }

        return Array.ConvertAll(boxes, box => ((double)Math.Max(0, box.Right - box.Left), (double)Math.Max(0, box.Bottom - box.Top)));
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
