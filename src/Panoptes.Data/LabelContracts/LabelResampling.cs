namespace Panoptes.Data.LabelContracts;

/// <summary>How label maps came to their size.</summary>
public enum LabelResampling
{
    /// <summary>Taken at pixel centers, or made at this size: the only one that does not shift labels (spec 2.4 and 5.3).</summary>
    NearestCenter,

    /// <summary>
    /// The older nearest, floor(i / scale), which moves labels by half a pixel of their own less half a native one, up and to the left.
    /// </summary>
    NearestFloor,
}
