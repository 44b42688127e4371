using Panoptes.Metrics.Intervals;

namespace Panoptes.Metrics.Panoptic;

/// <summary>How panoptic numbers follow from the sums of images, for intervals and paired comparisons.</summary>
public static class PanopticResampling
{
    /// <summary>
    /// The numbers: <see cref="PanopticMeasure.Main"/>, panoptic quality by class, and those of things by size and by class.
    /// </summary>
    /// <param name="images">The sums of every image.</param>
    /// <param name="categories">The classes.</param>
    public static Resampling Of(IReadOnlyList<ImagePanopticSums> images, IReadOnlyList<PanopticCategory> categories) =>
        Of(images, categories, PanopticMeasure.Main, hasQuality: true);

    /// <summary>The numbers of things alone, of objects that were flattened.</summary>
    /// <param name="images">The sums of every image.</param>
    /// <param name="categories">The classes.</param>
    public static Resampling OfThings(IReadOnlyList<ImagePanopticSums> images, IReadOnlyList<PanopticCategory> categories) =>
        Of(images, categories, PanopticMeasure.OfSize(SegmentSize.All), hasQuality: false);

    /// <summary>The numbers of things by size, then by class.</summary>
    /// <param name="categories">The classes.</param>
    public static IReadOnlyList<PanopticMeasure> OfSizesAndClasses(IReadOnlyList<PanopticCategory> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        return
        [
            .. PanopticMeasure.BySize,
            .. Enumerable.Range(0, categories.Count).Where(c => categories[c].IsThing)
                .SelectMany(c => PanopticMeasure.OfClass(c, categories[c].Name)),
        ];
    }

    private static Resampling Of(
        IReadOnlyList<ImagePanopticSums> images, IReadOnlyList<PanopticCategory> categories, IReadOnlyList<PanopticMeasure> main,
        bool hasQuality)
    {
        var further = OfSizesAndClasses(categories);
        ResampledScores Score(IReadOnlyList<int> weights)
        {
            var tally = new PanopticTally(categories);
            for (var i = 0; i < images.Count; i++)
            {
                if (weights[i] > 0)
                {
                    tally.Add(images[i], weights[i]);
                }
            }

            return new ResampledScores(
                [.. main.Select(measure => measure.Of(tally))],
                hasQuality ? [.. categories.Select((_, c) => tally.Sums[c].IsAbsent ? double.NaN : tally.ScoresOf(c).PQ)] : [])
            {
                Further = [.. further.Select(measure => measure.Of(tally))],
            };
        }

        return new Resampling([.. images.Select(image => image.ImageId)], hasQuality ? [.. categories.Select(c => c.Name)] : [], Score)
        {
            Further = [.. further.Select(measure => new NumberName(measure.Symbol, measure.HigherIsBetter))],
        };
    }
}
