namespace Panoptes.Diagnosis.Teaching;

/// <summary>What a step says of a teacher; not a number where it says nothing.</summary>
/// <param name="Step">Updates done, this one included.</param>
/// <param name="Empty">The share of the images without a label, 0 to 1.</param>
/// <param name="SupervisedLoss">The loss on the truth, before the weight that the training gives it.</param>
/// <param name="TaughtLoss">The loss on the teacher's labels, before the weight that the training gives them.</param>
/// <param name="LargestClass">The share of the most frequent class among the labels, where it is logged.</param>
/// <param name="Agreement">The share of the labels that the trained network finds and gives the same class, where it is logged.</param>
public sealed record TeachingStep(
    long Step, double Empty, double SupervisedLoss, double TaughtLoss, double LargestClass = double.NaN, double Agreement = double.NaN);
