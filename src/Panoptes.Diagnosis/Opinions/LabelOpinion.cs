namespace Panoptes.Diagnosis.Opinions;

/// <summary>What a model says of the labels of one image.</summary>
/// <param name="Name">The sample.</param>
/// <param name="Quality">
/// The soft minimum of the probability of the given label over its pixels, 0 to 1: low where some part is wrong.
/// </param>
/// <param name="Agreement">The share of labeled pixels to which the model gives the same class.</param>
public sealed record LabelOpinion(string Name, double Quality, double Agreement);
