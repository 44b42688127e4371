using Panoptes.Imaging.Masks;

namespace Panoptes.Data.Targets;

/// <summary>One object of a sample as a batch shows it; objects may overlap.</summary>
/// <param name="Id">Its annotation id; 0 for one that was pasted.</param>
/// <param name="TrainId">Its class's train id.</param>
/// <param name="IsCrowd">True for a group that was not told apart.</param>
/// <param name="Mask">Its pixels, of the size of the sample's output; never empty.</param>
/// <param name="Box">
/// The box round the whole object, moved and cut at the image's edges: larger than the box of <paramref name="Mask"/> where another object
/// hides a part of it, but for an object that one was pasted over: its box is that of what is left.
/// </param>
public sealed record InstanceTarget(long Id, int TrainId, bool IsCrowd, RunLengthMask Mask, MaskBox Box);
