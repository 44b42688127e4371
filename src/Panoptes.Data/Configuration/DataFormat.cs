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

    /// <summary>images/ and maps that hold class and object in one number, laid out as for camvid: KITTI panoptic, MOTS.</summary>
    InstanceMaps,

    /// <summary>BDD100K panoptic: images/10k/SPLIT and labels/pan_seg/bitmasks/SPLIT.</summary>
    Bdd,

    /// <summary>Exported Waymo frames: SPLIT/N_image, N_semantic and N_instance.</summary>
    Waymo,

    /// <summary>MUSES: COCO panoptic with Cityscapes' ids, crowds being void.</summary>
    Muses,

    /// <summary>Images in any folders, without labels: never found, always named.</summary>
    Images,
}
