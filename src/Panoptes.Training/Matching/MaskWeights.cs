namespace Panoptes.Training.Matching;

/// <summary>How class, mask and dice are weighed against each other, in matching and in the loss.</summary>
/// <param name="Class">Weight of the class.</param>
/// <param name="Mask">Weight of the binary cross-entropy of the mask.</param>
/// <param name="Dice">Weight of the dice loss of the mask.</param>
public sealed record MaskWeights(double Class = 2, double Mask = 5, double Dice = 5);
