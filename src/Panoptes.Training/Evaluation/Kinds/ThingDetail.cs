using Panoptes.Metrics.Panoptic;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>What an evaluation knows of things: which predictions mix several, and what every image adds.</summary>
/// <param name="Counts">The counts over all images.</param>
/// <param name="Images">What every image adds, in the data set's order.</param>
/// <param name="Confused">The images with the largest confused area, largest first.</param>
/// <param name="IsFlattened">
/// Whether it is of objects that overlap and were flattened (<see cref="Metrics.Flattening.FlatInstances"/>).
/// </param>
public sealed record ThingDetail(
    PanopticCounts Counts, IReadOnlyList<ImagePanopticSums> Images, IReadOnlyList<ConfusedImage> Confused, bool IsFlattened)
{
    /// <summary>What the curve of confused predictions is called among the curves of a kind.</summary>
    public const string CurveKey = "confusion";

    /// <summary>Acc^th, Prec^th and the confused share, of all things and by size, as an evaluation's numbers.</summary>
    public IEnumerable<Metric> Metrics => PanopticMeasure.OfSize(SegmentSize.All).Concat(PanopticMeasure.BySize)
        .Select(m => new Metric(Numbers.NameOf(m), Numbers.TitleOf(m), m.Of(Counts.Tally)) { HigherIsBetter = m.HigherIsBetter });

    /// <summary>Which numbers follow from what the images add.</summary>
    public ThingNumbers Numbers => new(Counts.Categories, Images, IsFlattened);

    /// <summary>Acc, Prec and the confused share by class.</summary>
    public IEnumerable<ClassColumn> Columns => Enumerable.Range(0, PanopticMeasure.OfClass(0, "").Count).Select(place =>
    {
        var shown = PanopticMeasure.OfClass(0, "")[place];
        return new ClassColumn(Numbers.NameOf(shown), Numbers.TitleOf(shown), [.. Enumerable.Range(0, Counts.Categories.Count)
            .Select(c => IsThing(c) ? PanopticMeasure.OfClass(c, "")[place].Of(Counts.Tally) : double.NaN)])
        {
            IsFollowed = true,
            HigherIsBetter = shown.HigherIsBetter,
        };
    });

    /// <summary>The share of predictions that cover more than T % of each of two things, over T, a line for each size.</summary>
    public IEnumerable<DetailCurve> Curves => Enum.GetValues<SegmentSize>().Select(size => new DetailCurve(
        "predicted things that cover more than T % of each of two things" + (IsFlattened ? ", objects flattened" : ""),
        "T in %",
        [.. ConfusionCurve.ThresholdsPercent.Zip(Counts.Confusion.Ratios(size: size), (percent, ratio) => ((double)percent, ratio))])
    {
        Key = CurveKey,
        Line = size.ToString().ToLowerInvariant(),
    });

    private bool IsThing(int category) => Counts.Categories[category].IsThing;
}
