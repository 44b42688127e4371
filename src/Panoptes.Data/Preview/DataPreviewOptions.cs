using Panoptes.Data.Configuration;

namespace Panoptes.Data.Preview;

/// <summary>What a preview page shows.</summary>
public sealed record DataPreviewOptions
{
    /// <summary>How many samples, drawn at random by the seed.</summary>
    public int Samples { get; init; } = 24;

    /// <summary>Which samples.</summary>
    public long Seed { get; init; }

    /// <summary>Width of each picture in pixels.</summary>
    public int Width { get; init; } = 480;

    /// <summary>Shows samples as training sees them, after resize, crop, flip and photometric distortion; as stored where null.</summary>
    public AugmentationConfig? Augmentation { get; init; }
}
