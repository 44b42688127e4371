namespace Panoptes.Diagnosis.Content;

/// <summary>How closely the content probe looks.</summary>
public sealed record ContentOptions
{
    /// <summary>Most boundary points an image.</summary>
    public int Points { get; init; } = 1500;

    /// <summary>Images with a longer side are looked at in this size, in pixels: shifts are found to half a pixel of it.</summary>
    public int LongSide { get; init; } = 1024;
}
