namespace Panoptes.Experiments.Predictions;

/// <summary>A video as the page over its folder shows it.</summary>
/// <param name="Name">Its name; those of its frames begin with it and a slash.</param>
/// <param name="Overlay">Its video of overlays, relative to the page.</param>
public sealed record PredictedVideo(string Name, string Overlay);
