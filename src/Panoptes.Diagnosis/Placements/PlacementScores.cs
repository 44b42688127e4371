namespace Panoptes.Diagnosis.Placements;

/// <summary>How well placements fit a set of images: the mean energy under each image's points.</summary>
internal static class PlacementScores
{
    /// <summary>A placement counts where every image keeps this share of its points.</summary>
    private const double LeastInside = 0.1;

    /// <summary>Scores placements; images are shared among threads, and the result does not depend on how.</summary>
    /// <param name="images">The images; those without points have no say.</param>
    /// <param name="placements">The placements.</param>
    /// <returns>By placement, the mean over images; not a number where an image keeps too few points.</returns>
    public static double[] Of(IReadOnlyList<PlacedPoints> images, IReadOnlyList<Placement> placements)
    {
        var means = new double[placements.Count, images.Count];
        Parallel.For(0, images.Count, i =>
        {
            for (var p = 0; p < placements.Count; p++)
            {
                var (mean, inside) = images[i].Energy(placements[p]);
                means[p, i] = inside == 0 || inside < LeastInside * images[i].Count ? double.NaN : mean;
            }
        });
        return [.. Enumerable.Range(0, placements.Count).Select(p =>
        {
            var sum = 0.0;
            for (var i = 0; i < images.Count; i++)
            {
                sum += means[p, i];
            }

            return sum / images.Count;
        })];
    }
}
