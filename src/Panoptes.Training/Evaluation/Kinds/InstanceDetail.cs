using Panoptes.Metrics.Cityscapes;
using Panoptes.Metrics.Instances;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>An instance evaluation.</summary>
/// <param name="TrainIds">The thing classes' train ids, in the order of the reports' categories.</param>
/// <param name="Classes">Number of classes of the class table, stuff included.</param>
/// <param name="Masks">Average precision of masks, as pycocotools counts.</param>
/// <param name="Boxes">Average precision of boxes.</param>
/// <param name="Cityscapes">Average precision by Cityscapes' rules; null where labels do not say of every pixel what it is.</param>
/// <param name="Things">What is known of the objects, flattened to segments.</param>
public sealed record InstanceDetail(
    IReadOnlyList<int> TrainIds,
    int Classes,
    InstanceReport Masks,
    InstanceReport Boxes,
    CityscapesInstanceReport? Cityscapes,
    ThingDetail Things) : IEvaluationDetail
{
    private const int Detections = 100;

    /// <inheritdoc/>
    public IReadOnlyList<ClassColumn> Columns =>
    [
        .. Precisions("", "", Masks),
        .. Precisions("box_", "box ", Boxes),
        .. Cityscapes is null ? Array.Empty<ClassColumn>() : [OfCityscapes(Cityscapes)],
        .. Things.Columns,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<DetailCurve> Curves => [.. Things.Curves];

    private IEnumerable<ClassColumn> Precisions(string name, string title, InstanceReport report) =>
    [
        Column($"{name}ap", $"{title}AP", report, null, "all"),
        Column($"{name}ap50", $"{title}AP50", report, .5, "all"),
        Column($"{name}ap75", $"{title}AP75", report, .75, "all"),
        Column($"{name}ap_small", $"{title}AP small", report, null, "small"),
        Column($"{name}ap_medium", $"{title}AP medium", report, null, "medium"),
        Column($"{name}ap_large", $"{title}AP large", report, null, "large"),
    ];

    private ClassColumn Column(string name, string title, InstanceReport report, double? threshold, string range) =>
        new(name, title, ByTrainId(k => report.MeanPrecision(threshold, range, Detections, k) is var value and >= 0 ? value : double.NaN));

    private ClassColumn OfCityscapes(CityscapesInstanceReport report) =>
        new("cityscapes_ap", "AP by Cityscapes' rules", ByTrainId(report.ClassAP));

    private double[] ByTrainId(Func<int, double> of)
    {
        var values = new double[Classes];
        Array.Fill(values, double.NaN);
        for (var k = 0; k < TrainIds.Count; k++)
        {
            values[TrainIds[k]] = of(k);
        }

        return values;
    }
}
