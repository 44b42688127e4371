using Panoptes.Diagnosis.Content;
using Panoptes.Diagnosis.Edges;
using Panoptes.Diagnosis.Placements;

namespace Panoptes.Diagnosis.Offsets;

/// <summary>
/// Looks for classes whose labels are shifted while the others' are not, such as polygons of one class that were drawn or exported by
/// another tool. The class with the largest gain is named first; edges that it shares with another are not counted for that one again.
/// </summary>
public static class ClassOffsets
{
    private const int PointsPerImage = 400;
    private const int LeastPoints = 40;
    private const int LeastImages = 4;
    private const double LeastGain = 0.1;
    private const double LeastShift = 2;

    /// <summary>Finds shifted classes.</summary>
    /// <param name="images">The images.</param>
    /// <returns>The classes, that with the largest gain first; none where all fit.</returns>
    public static IReadOnlyList<ClassOffset> Find(IReadOnlyList<ProbeImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var found = new List<ClassOffset>();
        var classes = images.SelectMany(image => image.Labels.Classes.Pixels.Distinct()).Where(id => id != LabelMap.Void).ToHashSet();
        while (true)
        {
            var named = found.Select(offset => offset.Class).ToHashSet();
            var shifted = classes.Except(named).Select(id => Look(images, id, named)).OfType<ClassOffset>().Where(IsShifted).ToArray();
            if (shifted.Length == 0)
            {
                return found;
            }

            found.Add(shifted.OrderByDescending(offset => offset.BestRho - offset.Rho).ThenBy(offset => offset.Class).First());
        }
    }

    /// <summary>Where the outlines of one class fit best.</summary>
    /// <param name="images">The images.</param>
    /// <param name="trainId">The class.</param>
    /// <param name="others">Classes whose edges are left out.</param>
    /// <returns>Null where too few images show enough of it.</returns>
    public static ClassOffset? Look(IReadOnlyList<ProbeImage> images, int trainId, IReadOnlySet<int> others)
    {
        ArgumentNullException.ThrowIfNull(images);
        PlacedPoints[] placed =
        [
            .. from image in images
               let classes = image.Labels.Classes.Pixels
               let points = BoundaryPoints.Of(image.Labels, PointsPerImage, (here, there) =>
                   (classes[here] == trainId || classes[there] == trainId)
                   && !others.Contains(classes[here]) && !others.Contains(classes[there]))
               where points.Count >= LeastPoints
               select image.Placed.With(points),
        ];
        if (placed.Length < LeastImages)
        {
            return null;
        }

        var here = placed.Average(image => image.Energy(Placement.Identity).Mean);
        var best = PlacementSearch.Best(placed, PlacementSearch.Shifts, scales: false);
        return new ClassOffset(
            trainId, best.Placement, here, best.Rho, ContentProbe.Significance(placed, best.Placement), placed.Length);
    }

    private static bool IsShifted(ClassOffset offset) =>
        offset.Placement.Shift > LeastShift && offset.BestRho - offset.Rho >= LeastGain && offset.BestRho >= ContentDecision.FittingRho
        && offset.Z >= ContentDecision.LeastZ;
}
