using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Instances;

/// <summary>Connected components of a mask.</summary>
public static class ConnectedRegions
{
    /// <summary>Numbers the components.</summary>
    /// <param name="mask">Pixels that are not 0 belong to it.</param>
    /// <param name="withDiagonals">Whether pixels that touch by a corner are neighbors (8-connectivity).</param>
    /// <returns>0 outside; components from 1, in the order of their first pixels row by row; and the pixels of each, from 0.</returns>
    public static (Plane<int> Numbers, IReadOnlyList<int> Areas) Find(Plane<byte> mask, bool withDiagonals)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var (width, height, inside) = (mask.Width, mask.Height, mask.Pixels);
        var numbers = new Plane<int>(width, height);
        var areas = new List<int>();
        var open = new Stack<int>();
        for (var start = 0; start < inside.Length; start++)
        {
            if (inside[start] == 0 || numbers.Pixels[start] != 0)
            {
                continue;
            }

            areas.Add(0);
            Take(start);
            while (open.TryPop(out var at))
            {
                var (y, x) = Math.DivRem(at, width);
                for (var v = Math.Max(0, y - 1); v <= Math.Min(height - 1, y + 1); v++)
                {
                    for (var u = Math.Max(0, x - 1); u <= Math.Min(width - 1, x + 1); u++)
                    {
                        var next = (v * width) + u;
                        if (inside[next] != 0 && numbers.Pixels[next] == 0 && (withDiagonals || u == x || v == y))
                        {
                            Take(next);
                        }
                    }
                }
            }
        }

        return (numbers, areas);

        void Take(int pixel)
        {
            numbers.Pixels[pixel] = areas.Count;
            areas[^1]++;
            open.Push(pixel);
        }
    }

    /// <summary>Fills the holes of a mask, in place: all outside it but the largest 4-connected part.</summary>
    /// <param name="mask">Pixels that are not 0 belong to it; filled ones become 1.</param>
    /// <returns>Pixels filled.</returns>
    public static int FillHoles(Plane<byte> mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var outside = new Plane<byte>(mask.Width, mask.Height);
        for (var i = 0; i < mask.Pixels.Length; i++)
        {
            outside.Pixels[i] = mask.Pixels[i] == 0 ? (byte)1 : (byte)0;
        }

        var (numbers, areas) = Find(outside, withDiagonals: false);
        if (areas.Count < 2)
        {
            return 0;
        }

        var largest = areas.Index().MaxBy(area => area.Item).Index + 1;
        var filled = 0;
        for (var i = 0; i < mask.Pixels.Length; i++)
        {
            if (numbers.Pixels[i] != 0 && numbers.Pixels[i] != largest)
            {
                mask.Pixels[i] = 1;
                filled++;
            }
        }

        return filled;
    }
}
