namespace Panoptes.Imaging.Resampling;

/// <summary>Which id an output pixel takes.</summary>
public enum IdRule
{
    /// <summary>The source pixel that the output pixel's center falls into.</summary>
    PixelCenterNearest,

    /// <summary>
    /// Where shrinking, the id with the largest area under the output pixel; ties go to the smallest id. Elsewhere nearest.
    /// </summary>
    Majority,
}

/// <summary>How a measured quantity such as depth is sampled.</summary>
public enum ScalarRule
{
    /// <summary>The source pixel that the output pixel's center falls into.</summary>
    PixelCenterNearest,

    /// <summary>Blended from the two by two nearest source pixels that are valid; invalid where the nearest one is.</summary>
    Bilinear,
}
