namespace Panoptes.Training.Matching;

/// <summary>What of a batch's targets the masks of the ground truth are.</summary>
public enum MaskSource
{
    /// <summary>Segments, of things and stuff: panoptic segmentation.</summary>
    Segments,

    /// <summary>Objects with masks of their own, which may overlap: instance segmentation.</summary>
    Instances,

    /// <summary>A mask for each class that the label map shows: semantic segmentation.</summary>
    Labels,
}
