namespace Panoptes.Data.Sampling;

/// <summary>One crop that is drawn: its image, and what it is laid round.</summary>
/// <param name="Image">The image's index in the data set.</param>
/// <param name="Target">The segment.</param>
public sealed record TargetDraw(int Image, CropTarget Target);
