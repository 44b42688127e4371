using Panoptes.Foundation;
using Panoptes.PseudoLabels.Files;

namespace Panoptes.PseudoLabels.Making;

/// <summary>Where the clusters of pixels come from.</summary>
public sealed record ClassSourceConfig
{
    /// <summary>What is given: <c>colors</c>, <c>features</c>, <c>logits</c> or <c>ids</c>.</summary>
    public ClassSourceKind Kind { get; init; } = ClassSourceKind.Colors;

    /// <summary>The folder with STEM.npy (features, logits) or STEM.png (ids) of every image, at any size; null for colors.</summary>
    public string? Folder { get; init; }

    /// <summary>Order of the axes of features and logits: <c>chw</c> or <c>hwc</c>.</summary>
    public MapLayout Layout { get; init; } = MapLayout.Chw;

    /// <summary>A folder with logits of the mirrored images, averaged in; null for none.</summary>
    public string? Flipped { get; init; }

    /// <summary>
    /// A folder with logits of windows that slide over the image at the labels' size, (windows, channels, rows, columns) a file; blended
    /// in by depth: near pixels take the whole image's, far ones the windows'. Null for none.
    /// </summary>
    public string? Windows { get; init; }

    /// <summary>Pixels from window to window.</summary>
    public int WindowStride { get; init; } = 160;

    /// <summary>The number of clusters that ids are of.</summary>
    public int Clusters { get; init; } = 27;

    /// <summary>The probability of a given id before it is refined, above 0 and below 1.</summary>
    public double Trust { get; init; } = 0.7;

    /// <summary>How sharply the nearest center of a feature wins: log-probabilities are minus this many mean squared distances.</summary>
    public double Sharpness { get; init; } = 2;

    /// <summary>Pixels along a side of a cell of colors.</summary>
    public int ColorCell { get; init; } = 4;

    /// <summary>How much places count beside colors, at least 0: the image's height is as far as this part of black to white.</summary>
    public double PlaceWeight { get; init; } = 0.5;

    /// <summary>Checks every value.</summary>
    /// <param name="name">Where the settings stand, such as <c>source</c>.</param>
    /// <exception cref="InputException">A value is out of range, or contradicts another.</exception>
    public void Check(string name)
    {
        Require.That(
            (Kind == ClassSourceKind.Colors) == (Folder is null), $"{name}.folder", Folder ?? "nothing",
            Kind == ClassSourceKind.Colors ? "nothing, as kind is colors" : "a folder of maps",
            $"set {name}.kind and {name}.folder together");
        Require.That(
            Kind == ClassSourceKind.Logits || (Flipped is null && Windows is null), $"{name}.flipped and windows", "given",
            "only beside kind: logits");
        Require.Within($"{name}.window_stride", WindowStride, 1, 65536);
        Require.Within($"{name}.clusters", Clusters, 1, ushort.MaxValue);
        Require.That(Trust is > 0 and < 1, $"{name}.trust", Trust, "above 0 and below 1");
        Require.Positive($"{name}.sharpness", Sharpness);
        Require.Within($"{name}.color_cell", ColorCell, 1, 256);
        Require.AtLeast($"{name}.place_weight", PlaceWeight, 0);
    }
}
