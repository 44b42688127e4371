using Panoptes.Data.Targets;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Training.Supervision.Teachers.Agreement;

/// <summary>Agreement of objects that were found with labels that are objects.</summary>
internal static class ObjectAgreement
{
    /// <summary>Compares one image; groups of objects (crowds) are no labels.</summary>
    public static LabelAgreement Of(InstancePrediction said, IReadOnlyList<InstanceTarget> labels)
    {
        var single = labels.Where(label => !label.IsCrowd).ToList();
        return FoundLabels.Count(
            [.. single.Select(label => label.TrainId)], [.. said.Instances.Select(one => (one.Class, one.Score))],
            (label, one) => MaskOverlap.IoU(said.Instances[one].Mask, single[label].Mask));
    }
}
