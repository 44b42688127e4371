using Panoptes.Tensors;
using Panoptes.Training.Losses;
using Panoptes.Training.Supervision.Teachers.Agreement;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>What is logged of a teacher's labels.</summary>
public static class TeacherMeasures
{
    /// <summary>Labels an image; of label maps the share of the pixels that have one.</summary>
    public const string Labels = "teacher_labels";

    /// <summary>The share of the images without a label.</summary>
    public const string Empty = "teacher_empty";

    /// <summary>The labels' mean score.</summary>
    public const string Score = "teacher_score";

    /// <summary>The share of the most frequent class among the labels; only where it is logged.</summary>
    public const string LargestClass = "teacher_largest_class";

    /// <summary>
    /// The share of the labels that the trained network finds in its own view of the images, whatever class it gives them
    /// (<see cref="FoundLabels"/>); only where it is logged, and not of label maps.
    /// </summary>
    public const string Found = "teacher_found";

    /// <summary>
    /// The mean intersection over union of labels and what the trained network found of them; of label maps the mean over classes, where
    /// there are labels. Only where it is logged.
    /// </summary>
    public const string MaskIoU = "teacher_mask_iou";

    /// <summary>The share of the labels found, or of the pixels with a label, to which both give the same class; only where it is logged.
    /// </summary>
    public const string ClassAgreement = "teacher_class_agreement";

    /// <summary>How far the trained network agrees with the labels, by what readers are shown for it.</summary>
    public static IReadOnlyList<(string Name, string Title)> Agreement { get; } =
    [
        (Found, "labels found by the student"), (MaskIoU, "IoU of student and labels"), (ClassAgreement, "class as the labels say"),
    ];

    /// <summary>The share of the labels that were found with their class; of label maps the share of their pixels.</summary>
    /// <param name="found">The share that was found; null of label maps.</param>
    /// <param name="sameClass">The share of what was found that has the class; null where nothing was.</param>
    /// <returns>0 to 1; null where neither is known.</returns>
    public static double? AgreementOf(double? found, double? sameClass) =>
        found is null ? sameClass : found == 0 ? 0 : found * sameClass;

    /// <summary>How far the trained network agrees; nothing of what there was nothing to compare.</summary>
    internal static IEnumerable<NamedLoss> Of(LabelAgreement agreement, Device device)
    {
        (string Name, double Sum, double Over)[] shares =
        [
            (Found, agreement.Found, agreement.Labels),
            (MaskIoU, agreement.Overlap, agreement.Masks),
            (ClassAgreement, agreement.SameClass, agreement.Classed),
        ];
        return shares.Where(share => share.Over > 0).Select(
            share => Measure(share.Name, share.Sum / share.Over, device) with { Over = new LossDivisor(share.Over) });
    }

    /// <summary>Labels, empty images and, where it is known, the score.</summary>
    internal static IEnumerable<NamedLoss> Of(LabelTally tally, Device device)
    {
        yield return Measure(Labels, tally.Labels, device);
        yield return Measure(Empty, tally.Empty, device);
        if (!double.IsNaN(tally.Score))
        {
            yield return Measure(Score, tally.Score, device);
        }
    }

    /// <summary>Of label maps that samples have already; the host does not read them.</summary>
    /// <param name="maps">(N,H,W) train ids.</param>
    /// <param name="voidId">The id of pixels without a label.</param>
    internal static IEnumerable<NamedLoss> Of(Tensor maps, int voidId)
    {
        using var noGrad = Autograd.NoGrad();
        var shares = maps.Ne(voidId).To(DType.Float32).Mean([1, 2]);
        return [NamedLoss.Measure(Labels, shares.Mean()), NamedLoss.Measure(Empty, shares.Eq(0).To(DType.Float32).Mean())];
    }

    private static NamedLoss Measure(string name, double value, Device device) =>
        NamedLoss.Measure(name, Tensor.From<float>([(float)value], 1).To(device).Squeeze(0));
}
