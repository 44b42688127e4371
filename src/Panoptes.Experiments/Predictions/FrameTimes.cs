namespace Panoptes.Experiments.Predictions;

/// <summary>When each frame of a video is shown.</summary>
/// <param name="Starts">Seconds from the beginning of the file, rising; at least one.</param>
/// <param name="Last">Seconds that the last frame is shown.</param>
/// <param name="Damage">What is wrong with the file, in a line; null where nothing is.</param>
internal sealed record FrameTimes(IReadOnlyList<double> Starts, double Last, string? Damage);
