using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>What is logged of a teacher's labels.</summary>
internal static class TeacherMeasures
{
    /// <summary>Labels an image (of label maps the labeled share), the share of images without any, and the mean score.</summary>
    public static IReadOnlyList<NamedLoss> Of(LabelTally tally, Device device)
    {
        return [Measure("labels", tally.Labels), Measure("empty", tally.Empty), Measure("score", tally.Score)];

        NamedLoss Measure(string name, double value) =>
            NamedLoss.Measure($"teacher_{name}", Tensor.From<float>([(float)value], 1).To(device).Squeeze(0));
    }
}
