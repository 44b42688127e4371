namespace Panoptes.Experiments.Predictions;

/// <summary>An image as the page over its folder shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Overlay">Its overlay, relative to the page.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
public sealed record PredictedPicture(string Name, string Overlay, int Width, int Height);
