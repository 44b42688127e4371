using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics.LabelQuality;

/// <summary>An object that is in an image.</summary>
/// <param name="Class">Its class's train id.</param>
/// <param name="Mask">Its pixels.</param>
/// <param name="IsCrowd">Whether it is many objects at once: it need not be found, and labels inside of it count nowhere.</param>
public sealed record TrueObject(int Class, RunLengthMask Mask, bool IsCrowd = false);

/// <summary>An object that a network says is in an image.</summary>
/// <param name="Class">Its class's train id.</param>
/// <param name="Score">How sure the network is, 0 to 1: what the threshold is held against.</param>
/// <param name="Mask">Its pixels, of the truth's size.</param>
public sealed record ScoredLabel(int Class, double Score, RunLengthMask Mask);

/// <summary>What is in an image, and what a network says is in it.</summary>
/// <param name="Truths">The objects.</param>
/// <param name="Labels">The labels before the threshold, in any order.</param>
public sealed record LabeledImage(IReadOnlyList<TrueObject> Truths, IReadOnlyList<ScoredLabel> Labels);
