using Panoptes.Imaging;

namespace Panoptes.Data.Samples;

/// <summary>
/// Memory that one reader uses for one sample after the other, so that decoding allocates nothing. A sample read into it is
/// valid until the next one is.
/// </summary>
public sealed class SampleBuffers
{
    /// <summary>The last image; overwritten where the next one has its size.</summary>
    public RgbImage? Image { get; set; }

    /// <summary>The last label map of 8 bits; overwritten where the next one has its size.</summary>
    public Plane<byte>? Labels { get; set; }
}
