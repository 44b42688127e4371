using Panoptes.Foundation;
using Panoptes.PseudoLabels.Depths;

namespace Panoptes.PseudoLabels.Making;

/// <summary>Where depth comes from.</summary>
public sealed record DepthSourceConfig
{
    /// <summary>The folder with STEM.png (16 bits) or STEM.npy of every image; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>What its numbers mean.</summary>
    public DepthReading Reading { get; init; } = new();

    /// <summary>
    /// Focal length in pixels of the images, where depth is metric: small objects are told in meters then. Null: in pixels.
    /// </summary>
    public double? Focal { get; init; }

    /// <summary>Checks every value.</summary>
    /// <param name="name">Where the settings stand, such as <c>depth</c>.</param>
    /// <exception cref="InputException">A value is out of range.</exception>
    public void Check(string name)
    {
        Reading.Check($"{name}.reading");
        Require.That(
            Focal is not { } focal || (focal > 0 && double.IsFinite(focal) && Reading.Kind == DepthKind.Metric), $"{name}.focal", Focal,
            "a length above 0, beside metric depth only");
    }
}
