namespace Panoptes.Training.Matching;

/// <summary>One mask of the ground truth.</summary>
/// <param name="Plane">The plane of <see cref="MaskTruth"/> that shows it.</param>
/// <param name="Value">The value of its pixels in that plane.</param>
/// <param name="Class">Its class's train id.</param>
/// <param name="IsThing">Whether it is an object that can be counted.</param>
public readonly record struct TrueMask(int Plane, int Value, int Class, bool IsThing = false);
