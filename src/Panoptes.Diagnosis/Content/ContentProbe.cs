using Panoptes.Diagnosis.Placements;

namespace Panoptes.Diagnosis.Content;

/// <summary>
/// Looks whether boundaries of labels lie on edges of their images, and where they would: needs files alone, and finds what was baked
/// into them before any training read them (P3, section 12.5 of the specification).
/// </summary>
public static class ContentProbe
{
    /// <summary>Looks at images.</summary>
    /// <param name="images">The images, at least one.</param>
    /// <returns>The scores; the same on every run and with any number of threads.</returns>
    public static ContentScores Look(IReadOnlyList<ProbeImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        PlacedPoints[] placed = [.. images.Select(image => image.Placed)];
        var byImage = ByImage(placed, Placement.Identity);
        var best = PlacementSearch.Best(placed, PlacementSearch.Grid);
        var others = Others(images);
        var turned = ByOrientation(images);
        return new ContentScores
        {
            Images = images.Count,
            Points = placed.Sum(image => image.Count),
            Rho = byImage.Average(),
            RhoByImage = byImage,
            Best = best,
            Z = Significance(placed, best.Placement),
            NullMean = others.Length == 0 ? double.NaN : others.Average(),
            Null95 = others.Length < 2 ? double.NaN : others.Average() + (1.645 * Deviation(others) / Math.Sqrt(others.Length)),
            Orientations = turned.ToDictionary(pair => pair.Key, pair => pair.Value.Average()),
            OrientationsByImage = turned,
            Reduction = images.Average(image => image.Reduction),
        };
    }

    /// <summary>How sure it is that a placement fits better than the labels as they are.</summary>
    /// <param name="placed">The images.</param>
    /// <param name="placement">The placement.</param>
    /// <returns>Mean over standard error of the images' gains; 0 where there is no gain, or one image.</returns>
    public static double Significance(IReadOnlyList<PlacedPoints> placed, Placement placement)
    {
        ArgumentNullException.ThrowIfNull(placed);
        var (here, there) = (ByImage(placed, Placement.Identity), ByImage(placed, placement));
        var gains = here.Select((value, i) => there[i] - value).ToArray();
        return gains.Length < 2 || Deviation(gains) == 0 ? 0 : gains.Average() / (Deviation(gains) / Math.Sqrt(gains.Length));
    }

    // Labels that are turned by a quarter have no other orientations of the same size: all seven are tried, as shares of the sides.
    private static Dictionary<Orientation, double[]> ByOrientation(IReadOnlyList<ProbeImage> images) =>
        Orientations.OfSameSize.Concat(Orientations.Quarter).ToDictionary(
            orientation => orientation,
            orientation => ByImage([.. images.Select(image => image.Placed.With(image.Points, orientation))], Placement.Identity));

    private static double[] Others(IReadOnlyList<ProbeImage> images) => images.Count < 2
        ? []
        : ByImage([.. images.Select((image, i) => image.Placed.With(images[(i + 1) % images.Count].Points))], Placement.Identity);

    private static double[] ByImage(IReadOnlyList<PlacedPoints> placed, Placement placement)
    {
        var means = new double[placed.Count];
        Parallel.For(0, placed.Count, i => means[i] = placed[i].Energy(placement).Mean);
        return means;
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
