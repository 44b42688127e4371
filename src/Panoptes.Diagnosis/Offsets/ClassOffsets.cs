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
        Outlined[] outlined = [.. images.Select(image => new Outlined(image, BoundaryPoints.Edges(image.Labels)))];
        var classes = outlined.SelectMany(each => each.Classes()).ToHashSet();
        while (true)
        {
            var named = found.Select(offset => offset.Class).ToHashSet();
            var shifted = classes.Except(named).Select(id => Look(outlined, id, named)).OfType<ClassOffset>().Where(IsShifted).ToArray();
            if (shifted.Length == 0)
            {
                return found;
            }

            found.Add(shifted.OrderByDescending(offset => offset.BestRho - offset.Rho).ThenBy(offset => offset.Class).First());
        }
    }

    // Where the outlines of one class fit best, without edges that others share with it; null where too few images show enough of it.
    private static ClassOffset? Look(Outlined[] images, int trainId, HashSet<int> others)
    {
        PlacedPoints[] placed =
        [
            .. from image in images
               let points = image.Outline(trainId, others)
               where points.Count >= LeastPoints
               select image.Image.Placed.With(points),
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

    /// <summary>An image with the edges of its labels, which are found once for all classes.</summary>
    private sealed record Outlined(ProbeImage Image, List<(int Here, int There)> Edges)
    {
        private int[] ClassOf => Image.Labels.Classes.Pixels;

        public IEnumerable<int> Classes() =>
            Edges.SelectMany(edge => new[] { ClassOf[edge.Here], ClassOf[edge.There] }).Where(id => id != LabelMap.Void).Distinct();

        public BoundaryPoints Outline(int trainId, HashSet<int> others)
        {
            var classes = ClassOf;
            return BoundaryPoints.Of(
                Image.Labels,
                Edges.FindAll(edge => (classes[edge.Here] == trainId || classes[edge.There] == trainId)
                    && !others.Contains(classes[edge.Here]) && !others.Contains(classes[edge.There])),
                PointsPerImage);
        }
    }
}
