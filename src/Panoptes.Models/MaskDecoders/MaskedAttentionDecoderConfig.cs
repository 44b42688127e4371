namespace Panoptes.Models.MaskDecoders;

/// <summary>Settings of <see cref="MaskedAttentionDecoder"/>; the defaults are Mask2Former's.</summary>
public sealed record MaskedAttentionDecoderConfig
{
    /// <summary>Number of classes, without void and "no object".</summary>
    public int NumClasses { get; init; } = 19;

    /// <summary>Queries: the most masks that an image can get.</summary>
    public int Queries { get; init; } = 100;

    /// <summary>Decoder layers; predictions are made before the first and after each.</summary>
    public int Layers { get; init; } = 9;

    /// <summary>Channels of queries and features.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Hidden channels of the layers' last part.</summary>
    public int FeedForward { get; init; } = 2048;
}
