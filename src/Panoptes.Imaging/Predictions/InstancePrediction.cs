using Panoptes.Imaging.Masks;

namespace Panoptes.Imaging.Predictions;

/// <summary>Objects that were found in an image; they may overlap.</summary>
/// <param name="Width">Width of the image and of every mask in pixels.</param>
/// <param name="Height">Height of the image and of every mask in pixels.</param>
/// <param name="Instances">The objects, the surest first.</param>
public sealed record InstancePrediction(int Width, int Height, IReadOnlyList<PredictedInstance> Instances);

/// <summary>One object that was found.</summary>
/// <param name="Class">Its class's train id.</param>
/// <param name="Score">How sure the network is of class and mask, 0 to 1.</param>
/// <param name="Mask">Its pixels; never empty.</param>
public sealed record PredictedInstance(int Class, double Score, RunLengthMask Mask)
{
    /// <summary>The box round its pixels.</summary>
    public MaskBox Box => Mask.Box;
}
