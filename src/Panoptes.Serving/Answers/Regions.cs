using System.Numerics;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;

namespace Panoptes.Serving.Answers;

/// <summary>Cuts a map of ids into a mask an id.</summary>
internal static class Regions
{
    /// <summary>The mask of every id that the map has.</summary>
    public static IReadOnlyDictionary<int, RunLengthMask> Of<T>(Plane<T> ids)
        where T : unmanaged, IBinaryInteger<T> =>
        Boxes(ids).ToDictionary(each => each.Key, each => Encode(ids, T.CreateTruncating(each.Key), each.Value));

    private static Dictionary<int, (int Left, int Top, int Right, int Bottom)> Boxes<T>(Plane<T> ids)
        where T : unmanaged, IBinaryInteger<T>
    {
        var boxes = new Dictionary<int, (int Left, int Top, int Right, int Bottom)>();
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
                var box = boxes.GetValueOrDefault(key, (Left: begin, Top: y, Right: end, Bottom: y + 1));
                boxes[key] = (Math.Min(box.Left, begin), box.Top, Math.Max(box.Right, end), y + 1);
                begin = end;
            }
        }

        return boxes;
    }

    private static RunLengthMask Encode<T>(Plane<T> ids, T id, (int Left, int Top, int Right, int Bottom) box)
        where T : unmanaged, IBinaryInteger<T>
    {
        var part = new Plane<byte>(box.Right - box.Left, box.Bottom - box.Top);
        for (var y = 0; y < part.Height; y++)
        {
            var from = ids.Row(box.Top + y).Slice(box.Left, part.Width);
            var to = part.Row(y);
            for (var x = 0; x < to.Length; x++)
            {
                to[x] = from[x] == id ? (byte)1 : (byte)0;
            }
        }

        return RunLengthMask.Encode(part, box.Left, box.Top, ids.Width, ids.Height);
    }
}
