using Panoptes.Foundation;

namespace Panoptes.Formats.Coco;

/// <summary>What an instance file is read for.</summary>
/// <param name="Path">The file.</param>
/// <param name="Masks">Whether masks are wanted; where not, segmentations are passed over.</param>
internal sealed record InstanceReading(string Path, bool Masks)
{
    /// <summary>
    /// Whether it is labels to learn from: areas, boxes and crowds may be missing, and masks are looked at when they are needed.
    /// </summary>
    public bool IsLabels { get; init; }

    /// <summary>Whether what only a scoring would refuse is reported of labels too.</summary>
    public bool IsCheck { get; init; }

    /// <summary>Takes what is wrong with a record, which is left out then; null to throw it.</summary>
    public Action<InputException>? Report { get; init; }
}
