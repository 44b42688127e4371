using System.Numerics;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;

namespace Panoptes.Serving.Answers;

/// <summary>Cuts a map of ids into a mask an id.</summary>
internal static class Regions
{
    /// <summary>The mask of every id that the map has.</summary>
    public static IReadOnlyDictionary<int, RunLengthMask> Of<T>(Plane<T> ids)
        where T : unmanaged, IBinaryInteger<T> =>
        Boxes(ids).ToDictionary(each => each.Key, each => RunLengthMask.Of(ids, T.CreateTruncating(each.Key), each.Value));

    private static Dictionary<int, PixelRectangle> Boxes<T>(Plane<T> ids)
        where T : unmanaged, IBinaryInteger<T>
    {
        var boxes = new Dictionary<int, PixelRectangle>();
        for (var y = 0; y < ids.Height; y++)
        {
            var row = ids.Row(y);
            for (var begin = 0; begin < row.Length;)
            {
                var (id, end) = (row[begin], begin + 1);
                while (end < row.Length && row[end] == id)
                {
                    end++;
                }

                var key = int.CreateTruncating(id);
                var box = boxes.GetValueOrDefault(key, new PixelRectangle(begin, y, end, y + 1));
                boxes[key] = new PixelRectangle(Math.Min(box.Left, begin), box.Top, Math.Max(box.Right, end), y + 1);
                begin = end;
            }
        }

        return boxes;
    }
}
