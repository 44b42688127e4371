using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics.Flattening;

/// <summary>An object whose pixels no other object has.</summary>
/// <param name="Category">Index of its class.</param>
/// <param name="IsCrowd">Whether it stands for many; only of the truth.</param>
/// <param name="Mask">Its pixels.</param>
public sealed record FlatObject(int Category, bool IsCrowd, RunLengthMask Mask);
