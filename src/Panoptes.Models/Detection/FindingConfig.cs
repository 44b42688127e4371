namespace Panoptes.Models.Detection;

/// <summary>Which boxes count as found; the defaults are detectron2's.</summary>
public sealed record FindingConfig
{
    /// <summary>A box counts whose class has more than this probability, 0 to below 1.</summary>
    public double Score { get; init; } = 0.05;

    /// <summary>Of two boxes of one class that overlap by more than this, the less sure goes.</summary>
    public double Overlap { get; init; } = 0.5;

    /// <summary>The most objects of an image, at least 1.</summary>
    public int Most { get; init; } = 100;
}
