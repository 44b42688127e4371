using Panoptes.Data.Configuration;
using Panoptes.Data.Sampling;

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

    /// <summary>
    /// How training chooses its crops, beside <see cref="Augmentation"/>. Where it draws pairs, those are shown that a stream of the seed
    /// begins with.
    /// </summary>
    public CropSampling Sampling { get; init; } = CropSampling.Random;

    /// <summary>
    /// Samples of a batch, where <see cref="Augmentation"/> changes batches as a whole: those are shown that a stream of the seed begins
    /// with.
    /// </summary>
    public int BatchSize { get; init; } = 4;

    /// <summary>How many pairs are counted, where pairs are drawn.</summary>
    public int PairsCounted { get; init; } = 1000;
}
