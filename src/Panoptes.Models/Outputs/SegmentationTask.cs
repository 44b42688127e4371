namespace Panoptes.Models.Outputs;

/// <summary>What is asked of a network: how its outputs are read, written and measured.</summary>
public enum SegmentationTask
{
    /// <summary>A class for every pixel.</summary>
    Semantic,

    /// <summary>A class and a segment for every pixel (Kirillov et al. 2019).</summary>
    Panoptic,

    /// <summary>Masks of single objects with classes and scores, which may overlap.</summary>
    Instance,
}
