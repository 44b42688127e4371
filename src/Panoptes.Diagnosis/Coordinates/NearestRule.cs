namespace Panoptes.Diagnosis.Coordinates;

/// <summary>Which source pixel a nearest-neighbor resize takes, as its mean offset tells.</summary>
public enum NearestRule
{
    /// <summary>Neither, or both agree at this scale.</summary>
    Unknown,

    /// <summary>The pixel that the output pixel's center falls into: floor((i + 0.5) / s).</summary>
    PixelCenter,

    /// <summary>
    /// The pixel of the output pixel's corner, as torch's and OpenCV's "nearest" take it: floor(i / s); half an output pixel off.
    /// </summary>
    Legacy,
}
