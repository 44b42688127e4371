namespace Panoptes.Data.Indexing;

/// <summary>How much of a class an image has.</summary>
/// <param name="TrainId">The class's train id.</param>
/// <param name="Pixels">Its pixels in the labels, above 0.</param>
public readonly record struct ClassPixels(int TrainId, long Pixels);
