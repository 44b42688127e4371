namespace Panoptes.Data.Configuration;

/// <summary>How a data set lies on disk.</summary>
public enum DataFormat
{
    /// <summary>Looked up from what the folder holds.</summary>
    Auto,

    /// <summary>images/ and labels/ with equal stems, in split folders or flat, and a classes.json.</summary>
    Camvid,

    /// <summary>leftImg8bit/ and gtFine/ (or gtCoarse/) with cities.</summary>
    Cityscapes,

    /// <summary>annotations/panoptic_SPLIT.json with RGB PNGs.</summary>
    CocoPanoptic,

    /// <summary>annotations/instances_SPLIT.json with polygons and run lengths.</summary>
    CocoInstances,

    /// <summary>Mapillary Vistas 1.2 or 2.0.</summary>
    Vistas,

    /// <summary>Images in any folders, and a folder of pseudo-labels: STEM_semantic.png and STEM_instance.png with a labels.json.</summary>
    PseudoLabels,
}
