using Panoptes.Foundation;

namespace Panoptes.Models.Outputs.Readings;

/// <summary>Which queries become segments of a panoptic prediction (Mask2Former's defaults for Cityscapes and COCO).</summary>
public sealed record PanopticOptions
{
    /// <summary>
    /// A query counts whose best class, "no object" among them, is a class with a probability above this; 0 to 1. Mapillary Vistas: 0.
    /// </summary>
    public double ObjectScore { get; init; } = 0.8;

    /// <summary>A query is left out that owns less than this share of its mask, 0 to 1: others hide it.</summary>
    public double Overlap { get; init; } = 0.8;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A threshold is no share; names it.</exception>
    public void Validate()
    {
        foreach (var (key, value) in new[] { ("object_score", ObjectScore), ("overlap", Overlap) })
        {
            if (value is not (>= 0 and <= 1))
            {
                throw new InputException($"panoptic.{key}", $"{value}", "a number from 0 to 1", $"set panoptic.{key} within that range");
            }
        }
    }
}
