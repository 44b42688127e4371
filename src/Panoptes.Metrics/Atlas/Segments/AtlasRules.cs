namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>The limits by which fates are told.</summary>
public sealed record AtlasRules
{
    /// <summary>A truth and a prediction are a pair from above this IoU on, as in panoptic quality.</summary>
    public const double Match = 0.5;

    /// <summary>A segment lies in another where at least this share of its pixels does.</summary>
    public const double Inside = 0.5;

    /// <summary>The least IoU at which an unpaired truth and prediction of one class are one badly bounded segment.</summary>
    public const double Touch = 0.1;

    /// <summary>Pairs of one class with a lower IoU are badly bounded, 0.5 to 1.</summary>
    public double BoundedIoU { get; init; } = 0.75;

    /// <summary>Pairs of one class with a lower boundary IoU are badly bounded, 0 to 1.</summary>
    public double BoundedEdge { get; init; } = 0.5;

    /// <summary>Segments with fewer pixels are ignored.</summary>
    public long LeastArea { get; init; }
}
