using System.Numerics;
using System.Runtime.InteropServices;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Resampling;

/// <summary>The id with the largest area under each output pixel; ties go to the smallest id.</summary>
internal static class MajoritySampler
{
    // Footprints with fewer ids than this are counted in a list, which is faster than a table.
    private const int ShortList = 16;

    public static void Run<T, TOutput>(Plane<T> ids, Geometry geometry, Span<TOutput> output)
        where T : unmanaged, IBinaryInteger<T>
        where TOutput : unmanaged, IBinaryInteger<TOutput>
    {
        var content = geometry.Content;
        var columns = Footprints(
            geometry.ScaleX, geometry.OriginX, geometry.MirrorX, geometry.Width, geometry.SourceWidth, content.Left, content.Right);
        var rows = Footprints(
            geometry.ScaleY, geometry.OriginY, geometry.MirrorY, geometry.Height, geometry.SourceHeight, content.Top, content.Bottom);
        var count = new AreaCount<T>();
        for (var y = 0; y < rows.Length; y++)
        {
            var target = output.Slice(((content.Top + y) * geometry.Width) + content.Left, columns.Length);
            for (var x = 0; x < columns.Length; x++)
            {
                count.Clear();
                for (var row = rows[y].First; row <= rows[y].Last; row++)
                {
                    var height = rows[y].Share(row);
                    var source = ids.Row(row);
                    for (var column = columns[x].First; column <= columns[x].Last; column++)
                    {
                        count.Add(source[column], height * columns[x].Share(column));
                    }
                }

                target[x] = TOutput.CreateTruncating(count.Largest());
            }
        }
    }

    private static Footprint[] Footprints(double scale, double origin, bool isMirrored, int size, int sourceSize, int low, int high)
    {
        var footprints = new Footprint[high - low];
        for (var i = low; i < high; i++)
        {
            var u = isMirrored ? size - 1 - i : i;
            var center = scale * (u + 0.5 + origin);

            // Where this axis is not shrunk, the footprint is the nearest pixel.
            var nearest = Math.Clamp((int)Math.Floor(center), 0, sourceSize - 1);
            footprints[i - low] = scale > 1
                ? Footprint.Between(center - (scale / 2), center + (scale / 2), sourceSize)
                : new Footprint(nearest, nearest, 1, 1);
        }

        return footprints;
    }

    /// <summary>Source pixels under an output pixel; the first and the last may be covered in part.</summary>
    private readonly record struct Footprint(int First, int Last, double FirstShare, double LastShare)
    {
        public static Footprint Between(double low, double high, int sourceSize)
        {
            // Edges that miss a pixel's border by rounding are put on it, so that whole factors count whole pixels.
            (low, high) = (Snap(Math.Max(low, 0)), Snap(Math.Min(high, sourceSize)));
            var first = Math.Min((int)Math.Floor(low), sourceSize - 1);
            var last = Math.Max(first, (int)Math.Ceiling(high) - 1);
            return new Footprint(first, last, Math.Min(first + 1, high) - low, high - Math.Max(last, low));
        }

        public double Share(int pixel) => pixel == First ? FirstShare : pixel == Last ? LastShare : 1;

        private static double Snap(double edge) => Math.Abs(edge - Math.Round(edge)) < 1e-9 ? Math.Round(edge) : edge;
    }

    private sealed class AreaCount<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        private readonly T[] ids = new T[ShortList];
        private readonly double[] areas = new double[ShortList];
        private readonly Dictionary<T, double> more = [];
        private int used;

        public void Clear()
        {
            used = 0;
            if (more.Count > 0)
            {
                more.Clear();
            }
        }

        public void Add(T id, double area)
        {
            for (var i = used - 1; i >= 0; i--)
            {
                if (ids[i] == id)
                {
                    areas[i] += area;
                    return;
                }
            }

            if (used < ShortList)
            {
                (ids[used], areas[used]) = (id, area);
                used++;
                return;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(more, id, out _) += area;
        }

        public T Largest()
        {
            // Areas within rounding of each other are a tie.
            const double Equal = 1e-9;
            var (best, bestArea) = (ids[0], areas[0]);
            for (var i = 1; i < used; i++)
            {
                Consider(ids[i], areas[i]);
            }

            foreach (var (id, area) in more)
            {
                Consider(id, area);
            }

            return best;

            void Consider(T id, double area)
            {
                if (area > bestArea + Equal || (area > bestArea - Equal && id < best))
                {
                    (best, bestArea) = (id, area);
                }
            }
        }
    }
}
