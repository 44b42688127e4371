namespace Panoptes.Tensors.Modules;

/// <summary>A convolution whose output goes to a batch normalization and nowhere else.</summary>
/// <param name="Conv">The convolution.</param>
/// <param name="Norm">The normalization.</param>
/// <param name="Rectifier">What the normalization is always asked to do besides.</param>
public readonly record struct FoldablePair(Conv2d Conv, BatchNorm2d Norm, Rectifier Rectifier = Rectifier.None);
