namespace Panoptes.Data.Configuration;

/// <summary>Which point of a segment a crop round it must show.</summary>
public enum CropAnchor
{
    /// <summary>The middle of its box, which lies beside the mask of some bent segments.</summary>
    Center,

    /// <summary>A pixel of its mask, each as likely.</summary>
    MaskPixel,

    /// <summary>
    /// The middle of its box as the authors' code reckons it, in whole pixels: it may end on the crop's far edge. For comparisons with that
    /// code alone.
    /// </summary>
    ReleasedCenter,
}
