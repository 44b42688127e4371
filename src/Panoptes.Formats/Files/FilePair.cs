namespace Panoptes.Formats.Files;

/// <summary>A ground-truth file and its prediction.</summary>
/// <param name="Name">The ground truth's path below its folder.</param>
/// <param name="Truth">The ground truth's path.</param>
/// <param name="Prediction">The prediction's path.</param>
public sealed record FilePair(string Name, string Truth, string Prediction);
