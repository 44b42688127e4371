using Panoptes.Metrics.Cityscapes;
using Panoptes.Metrics.Instances;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>An instance evaluation.</summary>
/// <param name="TrainIds">The thing classes' train ids, in the order of the reports' categories.</param>
/// <param name="Classes">Number of classes of the class table, stuff included.</param>
/// <param name="Masks">Average precision of masks, as pycocotools counts.</param>
/// <param name="Boxes">Average precision of boxes.</param>
/// <param name="Cityscapes">Average precision by Cityscapes' rules; null where labels do not say of every pixel what it is.</param>
public sealed record InstanceDetail(
    IReadOnlyList<int> TrainIds,
    int Classes,
    InstanceReport Masks,
    InstanceReport Boxes,
    CityscapesInstanceReport? Cityscapes) : IEvaluationDetail
{
    private const int Detections = 100;

    /// <inheritdoc/>
    public IReadOnlyList<ClassColumn> Columns =>
    [
        Column("ap", "AP", Masks, null),
        Column("ap50", "AP50", Masks, .5),
        Column("ap75", "AP75", Masks, .75),
        Column("box_ap", "box AP", Boxes, null),
        Column("box_ap50", "box AP50", Boxes, .5),
        .. Cityscapes is null ? Array.Empty<ClassColumn>() : [OfCityscapes(Cityscapes)],
    ];

    private ClassColumn Column(string name, string title, InstanceReport report, double? threshold) =>
        new(name, title, ByTrainId(k => report.MeanPrecision(threshold, "all", Detections, k) is var value and >= 0 ? value : double.NaN));

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
