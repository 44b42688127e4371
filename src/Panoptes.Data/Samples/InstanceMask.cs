using Panoptes.Imaging.Masks;

namespace Panoptes.Data.Samples;

/// <summary>One object with a mask of its own.</summary>
/// <param name="Id">Its annotation id.</param>
/// <param name="CategoryTrainId">Its class's train id.</param>
/// <param name="IsCrowd">True for a group that was not told apart.</param>
/// <param name="Mask">Its pixels.</param>
public sealed record InstanceMask(long Id, int CategoryTrainId, bool IsCrowd, RunLengthMask Mask)
{
    /// <summary>
    /// The area that its annotation states, which decides on size ranges of average precision; null where it states none.
    /// </summary>
    public double? Area { get; init; }

    /// <summary>The box that its annotation states, in pixels; null where it states none.</summary>
    public MaskBox? Box { get; init; }
}
