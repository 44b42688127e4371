using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics.Instances;

/// <summary>The masks of the image that a worker is at; those of the image before are let go.</summary>
internal sealed class ImageMasks(InstanceMasks truth, InstanceMasks results)
{
    private readonly Dictionary<InstanceObject, RunLengthMask> masks = [];

    /// <summary>Goes to an image.</summary>
    /// <param name="truths">Its ground truth, in file order.</param>
    /// <param name="detections">Its detections, in file order.</param>
    public void Load(IReadOnlyList<InstanceObject> truths, IReadOnlyList<InstanceObject> detections)
    {
        masks.Clear();
        truth.Load(truths, masks);
        results.Load(detections, masks);
    }

    /// <summary>The mask of an object of the image; null where only boxes were read.</summary>
    public RunLengthMask? Of(InstanceObject instance) => instance.Mask ?? masks.GetValueOrDefault(instance);
}
