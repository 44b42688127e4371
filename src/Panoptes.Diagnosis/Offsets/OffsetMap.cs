using Panoptes.Diagnosis.Content;
using Panoptes.Diagnosis.Edges;
using Panoptes.Diagnosis.Placements;

namespace Panoptes.Diagnosis.Offsets;

/// <summary>
/// A map of offsets over images: for every object or connected patch with an outline long enough, the shift at which it fits best and how
/// sure that is. Some labels of an image may be shifted and others not.
/// </summary>
public static class OffsetMap
{
    private const int LeastPoints = 32;
    private const int MostPoints = 256;
    private const double FarShift = 2;
    // Neighboring points of an outline lie on the same edge: about this many say one thing.
    private const double PointsPerFact = 12;

    private static IReadOnlyList<Placement> Near { get; } = [.. PlacementSearch.Shifts.Where(shift => shift.Shift <= 16)];

    /// <summary>Looks at every object and patch.</summary>
    /// <param name="images">The images.</param>
    /// <returns>Image by image, in raster order of the parts' first pixels.</returns>
    public static IReadOnlyList<RegionOffset> Of(IReadOnlyList<ProbeImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var found = new IReadOnlyList<RegionOffset>[images.Count];
        Parallel.For(0, images.Count, i => found[i] = [.. OfImage(images[i], i)]);
        return [.. found.SelectMany(offsets => offsets)];
    }

    private static IEnumerable<RegionOffset> OfImage(ProbeImage image, int place)
    {
        var parts = Components.Of(image.Labels);
        var ids = parts.Ids.Pixels;
        var outlines = parts.All.Select(_ => new List<(int Here, int There)>()).ToArray();
        foreach (var edge in BoundaryPoints.Edges(image.Labels))
        {
            outlines[ids[edge.Here]].Add(edge);
            outlines[ids[edge.There]].Add(edge);
        }

        foreach (var part in parts.All.Where(part => part.Area >= LeastPoints))
        {
            var points = BoundaryPoints.Of(image.Labels, outlines[part.Id], MostPoints);
            if (points.Count < LeastPoints)
            {
                continue;
            }

            var placed = image.Placed.With(points);
            var best = PlacementSearch.Best([placed], Near, scales: false);
            if (double.IsNaN(best.Rho))
            {
                continue;
            }

            var rises = new float[points.Count];
            var count = placed.Rises(best.Placement, rises);
            yield return new RegionOffset(
                place, part.Class, part.X / image.Labels.Width, part.Y / image.Labels.Height, points.Count,
                best.Placement.Times(image.Reduction), best.Rho - placed.Energy(Placement.Identity).Mean,
                Confidence(rises.AsSpan(0, count)))
            {
                IsFar = best.Placement.Shift > FarShift,
            };
        }
    }

    private static double Confidence(ReadOnlySpan<float> rises)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var rise in rises)
        {
            (sum, squares) = (sum + rise, squares + ((double)rise * rise));
        }

        var mean = sum / rises.Length;
        var deviation = Math.Sqrt(Math.Max(0, (squares / rises.Length) - (mean * mean)));
        return deviation == 0 ? 0 : Math.Max(0, 1 - (Near.Count * UpperTail(mean / (deviation / Math.Sqrt(rises.Length / PointsPerFact)))));
    }

    /// <summary>The share of a standard normal above z, by a bound that is tight where it matters (Mills' ratio, z above 1).</summary>
    private static double UpperTail(double z) => z <= 1 ? 1 : Math.Exp(-0.5 * z * z) / (z * Math.Sqrt(2 * Math.PI));
}
