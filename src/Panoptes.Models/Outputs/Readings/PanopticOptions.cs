using Panoptes.Foundation;

namespace Panoptes.Models.Outputs.Readings;

/// <summary>Which masks become segments of a panoptic prediction; what is null is as published for the network.</summary>
public sealed record PanopticOptions
{
    /// <summary>
    /// The least score of a mask's class, 0 to 1. Of Mask2Former's queries, "no object" among their classes, 0.8; on Mapillary Vistas 0. Of
    /// Panoptic FCN's objects 0.2.
    /// </summary>
    public double? ObjectScore { get; init; }

    /// <summary>
    /// A mask is left out that owns less than this share of itself, 0 to 1: others hide it. Mask2Former: 0.8; Panoptic FCN: 0.5.
    /// </summary>
    public double? Overlap { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A threshold is no share; names it.</exception>
    public void Validate()
    {
        foreach (var (key, value) in new[] { ("object_score", ObjectScore), ("overlap", Overlap) })
        {
            if (value is not (null or (>= 0 and <= 1)))
            {
                throw new InputException($"panoptic.{key}", $"{value}", "a number from 0 to 1", $"set panoptic.{key} within that range");
            }
        }
    }
}
