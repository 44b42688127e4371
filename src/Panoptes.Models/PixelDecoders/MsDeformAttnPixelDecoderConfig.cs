namespace Panoptes.Models.PixelDecoders;

/// <summary>Settings of <see cref="MsDeformAttnPixelDecoder"/>; the defaults are Mask2Former's.</summary>
public sealed record MsDeformAttnPixelDecoderConfig
{
    /// <summary>Channels of tokens and features: a multiple of 32 and of 4 * <see cref="Heads"/>.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Places that a head looks at on every level.</summary>
    public int Points { get; init; } = 4;

    /// <summary>Encoder layers.</summary>
    public int Layers { get; init; } = 6;

    /// <summary>Hidden channels of the layers' second half.</summary>
    public int FeedForward { get; init; } = 1024;
}
