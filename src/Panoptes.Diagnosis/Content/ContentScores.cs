using Panoptes.Diagnosis.Placements;

namespace Panoptes.Diagnosis.Content;

/// <summary>How well labels fit the content of their images, as they are and otherwise (section 12.5 of the specification).</summary>
public sealed record ContentScores
{
    /// <summary>How many images were looked at.</summary>
    public required int Images { get; init; }

    /// <summary>How many boundary points they have together.</summary>
    public required int Points { get; init; }

    /// <summary>The mean edge energy under the labels' boundaries as they are, over the images; 1 is chance.</summary>
    public required double Rho { get; init; }

    /// <summary>The same, image by image.</summary>
    public required IReadOnlyList<double> RhoByImage { get; init; }

    /// <summary>The placement that fits best, in pixels of the images as looked at.</summary>
    public required ScoredPlacement Best { get; init; }

    /// <summary>How sure it is that the best fits better: mean over standard error of the images' gains; 0 for one image.</summary>
    public required double Z { get; init; }

    /// <summary>The mean energy under the boundaries of each next image's labels: what labels of other images reach.</summary>
    public required double NullMean { get; init; }

    /// <summary>The 95th percentile of what such a mean may be; not a number for fewer than two images.</summary>
    public required double Null95 { get; init; }

    /// <summary>The energy by how the labels are laid down.</summary>
    public required IReadOnlyDictionary<Orientation, double> Orientations { get; init; }

    /// <summary>The same, image by image.</summary>
    internal IReadOnlyDictionary<Orientation, double[]> OrientationsByImage { get; init; } = new Dictionary<Orientation, double[]>();

    /// <summary>Pixels of the image files that one pixel looked at spans, the mean over the images.</summary>
    public required double Reduction { get; init; }

    /// <summary>The orientation that fits best, but the upright one.</summary>
    public (Orientation Orientation, double Rho) BestOrientation =>
        Orientations.MaxBy(pair => pair.Value) is var best ? (best.Key, best.Value) : default;
}
