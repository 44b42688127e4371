namespace Panoptes.Data.Configuration;

/// <summary>How the size of a training image is drawn.</summary>
public enum ResizeKind
{
    /// <summary>The image's own size, or <c>base_size</c>, times a factor (mmsegmentation).</summary>
    Factor,

    /// <summary>
    /// The shorter side takes one of the lengths of <c>short_sides</c>, the longer one at most <c>long_side_max</c> (detectron2's
    /// ResizeShortestEdge).
    /// </summary>
    ShortSide,

    /// <summary>As <see cref="ShortSide"/>, but any whole number between the first and the last length of <c>short_sides</c>.</summary>
    ShortSideRange,

    /// <summary>
    /// Large-scale jitter (Ghiasi et al. 2021; detectron2's ResizeScale and FixedSizeCrop): the image is fitted into the crop's size times
    /// a factor, and one draw places the crop on both axes (<c>crop_correlated</c>).
    /// </summary>
    Jitter,

    /// <summary>
    /// As <see cref="Jitter"/>, but sizes are cut to whole pixels instead of rounded, and each axis places the crop by a draw of its own
    /// (EoMT, datasets/transforms.py).
    /// </summary>
    Fit,

    /// <summary>
    /// So that the crop shows a drawn share of the image's area, <c>resize_min</c> to <c>resize_max</c>, as far as its proportions allow
    /// (torchvision's and kornia's random resized crop with one aspect ratio, as CUPS has it).
    /// </summary>
    Area,
}
