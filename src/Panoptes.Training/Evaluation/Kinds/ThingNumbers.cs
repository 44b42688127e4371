using Panoptes.Formats.Coco;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Panoptic;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>Which numbers of an evaluation follow from what its images add, and what the evaluation calls them.</summary>
/// <param name="Categories">The classes, by train id.</param>
/// <param name="Images">What every image adds, in the data set's order.</param>
/// <param name="IsFlattened">
/// Whether it is of objects that overlap and were flattened (<see cref="Metrics.Flattening.FlatInstances"/>).
/// </param>
public sealed record ThingNumbers(
    IReadOnlyList<PanopticCategory> Categories, IReadOnlyList<ImagePanopticSums> Images, bool IsFlattened)
{
    private const string FlatName = "flat_";

    /// <summary>How the numbers follow from the images.</summary>
    public Resampling Resampling =>
        IsFlattened ? PanopticResampling.OfThings(Images, Categories) : PanopticResampling.Of(Images, Categories);

    /// <summary>The headlines of <see cref="Resampling"/>, in their order, by what the evaluation calls them.</summary>
    public IReadOnlyList<NumberName> Headlines =>
    [
        .. (IsFlattened ? PanopticMeasure.OfSize(SegmentSize.All) : PanopticMeasure.Main)
            .Select(m => new NumberName(NameOf(m), m.HigherIsBetter)),
    ];

    /// <summary>
    /// What the evaluation calls the further numbers of <see cref="Resampling"/>, in their order: a number's name, or a column's with the
    /// class.
    /// </summary>
    public IReadOnlyList<(string Name, int? Class)> Further =>
    [
        .. PanopticMeasure.BySize.Select(m => (NameOf(m), (int?)null)),
        .. Enumerable.Range(0, Categories.Count).Where(c => Categories[c].IsThing)
            .SelectMany(c => PanopticMeasure.OfClass(c, "").Select(m => (NameOf(m), (int?)c))),
    ];

    internal string NameOf(PanopticMeasure measure) => IsFlattened ? FlatName + measure.Name : measure.Name;

    internal string TitleOf(PanopticMeasure measure) => IsFlattened ? $"{measure.Title}, flattened" : measure.Title;
}
