namespace Panoptes.Data.Configuration;

/// <summary>How a map holds the class and the number of an object in one value (<c>format: instance_maps</c>).</summary>
public enum ObjectNumbers
{
    /// <summary>1000 * class + number for an object, the class alone for stuff: Cityscapes, KITTI panoptic, MOTS.</summary>
    Cityscapes,

    /// <summary>256 * class + number: Mapillary Vistas, KITTI's semantic benchmark.</summary>
    Vistas,

    /// <summary>The number alone: 0 is class 0, everything else an object of class 1.</summary>
    Plain,
}
