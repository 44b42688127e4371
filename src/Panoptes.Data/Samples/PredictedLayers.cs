using Panoptes.Imaging;

namespace Panoptes.Data.Samples;

/// <summary>What a network says of an image, as layers of a sample in the image's own pixels.</summary>
public sealed record PredictedLayers
{
    /// <summary>The train id of every pixel, void where the network is not sure; null where it was not asked.</summary>
    public Plane<ushort>? Labels { get; init; }

    /// <summary>Segments; null where it was not asked.</summary>
    public SegmentMap? Segments { get; init; }

    /// <summary>Objects with masks of their own; null where it was not asked.</summary>
    public IReadOnlyList<InstanceMask>? Instances { get; init; }
}
