using Panoptes.Imaging;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>What a teacher says of the pixels of a whole image.</summary>
/// <param name="Best">Train ids of the likeliest class of every pixel; the void id where nothing is said.</param>
/// <param name="Scores">How sure it is of that, 0 to 1.</param>
/// <param name="Kept">Train ids of the pixels that its filter makes labels; the void id elsewhere.</param>
public sealed record PixelCandidate(Plane<ushort> Best, Plane<float> Scores, Plane<ushort> Kept);
