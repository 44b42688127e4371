namespace Panoptes.PseudoLabels.Depths;

/// <summary>What the numbers of a depth map mean.</summary>
public enum DepthKind
{
    /// <summary>Meters.</summary>
    Metric,

    /// <summary>Depth up to an unknown factor, as of monocular video.</summary>
    Relative,

    /// <summary>The inverse of depth up to an unknown factor: disparity of a stereo pair.</summary>
    Inverse,

    /// <summary>
    /// The inverse of depth up to an unknown factor and offset, as monocular networks trained on mixed data give it. It is stretched so
    /// that the far and near percentiles of each image lie at a depth ratio that is set.
    /// </summary>
    InverseWithOffset,
}
