using Panoptes.Metrics.Intervals;
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

    private const string FlatName = "flat_";

    /// <summary>Acc^th, Prec^th and the confused share, of all things and by size, as an evaluation's numbers.</summary>
    public IEnumerable<Metric> Metrics => PanopticMeasure.OfSize(SegmentSize.All).Concat(PanopticMeasure.BySize)
        .Select(m => new Metric(NameOf(m), TitleOf(m), m.Of(Counts.Tally)) { HigherIsBetter = m.HigherIsBetter });

    /// <summary>How the numbers follow from the images.</summary>
    public Resampling Resampling => IsFlattened
        ? PanopticResampling.OfThings(Images, Counts.Categories)
        : PanopticResampling.Of(Images, Counts.Categories);

    /// <summary>What the evaluation calls the headlines of <see cref="Resampling"/>, in their order.</summary>
    public IReadOnlyList<string> HeadlineNames =>
        [.. (IsFlattened ? PanopticMeasure.OfSize(SegmentSize.All) : PanopticMeasure.Main).Select(NameOf)];

    /// <summary>
    /// What the evaluation calls the further numbers of <see cref="Resampling"/>, in their order: a number's name, or a column's with the
    /// class.
    /// </summary>
    public IReadOnlyList<(string Name, int? Class)> FurtherNames =>
    [
        .. PanopticMeasure.BySize.Select(m => (NameOf(m), (int?)null)),
        .. Enumerable.Range(0, Counts.Categories.Count).Where(IsThing)
            .SelectMany(c => PanopticMeasure.OfClass(c, "").Select(m => (NameOf(m), (int?)c))),
    ];

    /// <summary>Acc, Prec and the confused share by class.</summary>
    public IEnumerable<ClassColumn> Columns => Enumerable.Range(0, PanopticMeasure.OfClass(0, "").Count).Select(place =>
    {
        var shown = PanopticMeasure.OfClass(0, "")[place];
        return new ClassColumn(NameOf(shown), TitleOf(shown), [.. Enumerable.Range(0, Counts.Categories.Count)
            .Select(c => IsThing(c) ? PanopticMeasure.OfClass(c, "")[place].Of(Counts.Tally) : double.NaN)])
        {
            IsFollowed = true,
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

    private string NameOf(PanopticMeasure measure) => IsFlattened ? FlatName + measure.Name : measure.Name;

    private string TitleOf(PanopticMeasure measure) => IsFlattened ? $"{measure.Title}, flattened" : measure.Title;
}
