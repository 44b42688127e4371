using Panoptes.Tensors;

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

    /// <summary>Labels, empty images and, where it is known, the score.</summary>
    internal static IEnumerable<NamedLoss> Of(LabelTally tally, Device device)
    {
        yield return Measure(Labels, tally.Labels);
        yield return Measure(Empty, tally.Empty);
        if (!double.IsNaN(tally.Score))
        {
            yield return Measure(Score, tally.Score);
        }

        NamedLoss Measure(string name, double value) =>
            NamedLoss.Measure(name, Tensor.From<float>([(float)value], 1).To(device).Squeeze(0));
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
}
