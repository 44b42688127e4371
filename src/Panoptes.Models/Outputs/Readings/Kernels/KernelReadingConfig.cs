namespace Panoptes.Models.Outputs.Readings.Kernels;

/// <summary>
/// How positions and kernels become masks (Li et al. 2021, section 3.4; panopticfcn/config.py). The defaults are those published for
/// Cityscapes (panopticfcn of de Geus and Dubbelman 2023).
/// </summary>
public sealed record KernelReadingConfig
{
    /// <summary>An object counts whose center has more than this probability, 0 to 1. COCO: 0.05; Mapillary Vistas: 0.2.</summary>
    public double CenterScore { get; init; } = 0.01;

    /// <summary>A stuff map counts whose mean probability where it is the likeliest is above this, 0 to 1. COCO: 0.05.</summary>
    public double StuffScore { get; init; } = 0.1;

    /// <summary>The most objects of an image; of one map half as many. COCO: 100.</summary>
    public int MostThings { get; init; } = 200;

    /// <summary>Objects of one class whose embeddings have at least this cosine are one. COCO: 0.9; Mapillary Vistas: 0.95.</summary>
    public double Similarity { get; init; } = 0.97;

    /// <summary>A pixel is inside an object's mask above this probability, 0 to 1. COCO: 0.4.</summary>
    public double MaskScore { get; init; } = 0.5;

    /// <summary>Stuff of fewer pixels is no segment. COCO: 4096.</summary>
    public int StuffArea { get; init; } = 2048;
}
