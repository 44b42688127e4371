namespace Panoptes.Data.Targets;

/// <summary>
/// Which segments and objects a crop still has. Without such a rule each one that the crop has cut off would ask for a prediction with an
/// empty mask (de Geus and Dubbelman 2023, "Intra-Batch Supervision for Panoptic Segmentation on High-Resolution Images", section 4.1).
/// </summary>
public sealed record TargetRules
{
    /// <summary>
    /// The fewest pixels that a segment needs. Mask2Former's fork of that paper keeps segments of 2 and more, Panoptic FCN's of 1.
    /// </summary>
    public int MinSegmentPixels { get; init; } = 2;

    /// <summary>
    /// An object is kept whose box, cut at the crop's edges, has more than this area in pixels; its mask must not be empty either.
    /// </summary>
    public double InstanceBoxAreaAbove { get; init; } = 1;

    /// <summary>Segments and objects of this train id are none: those of classes that are not learned. Null where every class is.</summary>
    public int? VoidTrainId { get; init; }

    /// <summary>Whether groups of objects that were not told apart are kept.</summary>
    public bool KeepCrowds { get; init; }

    /// <summary>Whether something of a class is ever kept.</summary>
    internal bool Keeps(int trainId, bool isCrowd) => trainId != VoidTrainId && (!isCrowd || KeepCrowds);
}
