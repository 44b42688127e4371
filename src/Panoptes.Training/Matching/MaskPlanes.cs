using Panoptes.Imaging;
using Panoptes.Imaging.Masks;

namespace Panoptes.Training.Matching;

/// <summary>Puts masks that may overlap into few planes of ids: each into the first plane in which it meets no other.</summary>
internal static class MaskPlanes
{
    /// <summary>The plane of every mask, from 0 on without gaps.</summary>
    public static int[] Assign(IReadOnlyList<RunLengthMask> masks)
    {
        var planes = new List<List<RunLengthMask>>();
        var assigned = new int[masks.Count];
        for (var i = 0; i < masks.Count; i++)
        {
            var plane = planes.FindIndex(others => !others.Exists(other => Meet(other, masks[i])));
            if (plane < 0)
            {
                plane = planes.Count;
                planes.Add([]);
            }

            planes[plane].Add(masks[i]);
            assigned[i] = plane;
        }

        return assigned;
    }

    /// <summary>The planes of masks of one size: mask i is i + 1 in its plane, and 0 is nothing.</summary>
    /// <typeparam name="T">Type of an id, wide enough for the number of masks.</typeparam>
    /// <param name="masks">The masks.</param>
    /// <param name="assigned">What <see cref="Assign"/> gave.</param>
    /// <param name="width">Width of the masks.</param>
    /// <param name="height">Height of the masks.</param>
    public static T[] Paint<T>(IReadOnlyList<RunLengthMask> masks, int[] assigned, int width, int height)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var area = width * height;
        var all = new T[(assigned.Length == 0 ? 1 : assigned.Max() + 1) * area];
        for (var plane = 0; plane * area < all.Length; plane++)
        {
            var one = new Plane<T>(width, height);
            for (var i = 0; i < masks.Count; i++)
            {
                if (assigned[i] == plane)
                {
                    masks[i].Paint(one, T.CreateChecked(i + 1));
                }
            }

            one.Pixels.CopyTo(all.AsSpan(plane * area));
        }

        return all;
    }

    private static bool Meet(RunLengthMask one, RunLengthMask other) => one.Box.IoU(other.Box) > 0
        && MaskOverlap.Intersection(one, other) > 0;
}
