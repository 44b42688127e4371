using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Kernels;

/// <summary>The masks of one image's ground truth at the features' stride.</summary>
/// <param name="Things">(M, h, w) float32, 0 to 1: the objects that have a center; row m is the thing that targets name.</param>
/// <param name="Stuff">(S, h, w) float32, 0 to 1: the stuff maps.</param>
/// <param name="Masks">For each object its place among the true masks of the image.</param>
/// <param name="Classes">For each object its train id.</param>
public sealed record ImageTruth(Tensor Things, Tensor Stuff, IReadOnlyList<int> Masks, IReadOnlyList<int> Classes);

/// <summary>An object that one map of the pyramid is to find.</summary>
/// <param name="Image">The image of the batch.</param>
/// <param name="Thing">Its row in <see cref="ImageTruth.Things"/>.</param>
/// <param name="Class">The place of its class among the classes of objects.</param>
public readonly record struct AssignedThing(int Image, int Thing, int Class);

/// <summary>What one map of the pyramid is to find in a batch.</summary>
/// <param name="Centers">(N, T, h, w) float32: a bell round the center of each object, by class.</param>
/// <param name="StuffScores">(N, S, h, w) float32: the stuff maps' share of each position, 0 below a half.</param>
/// <param name="Things">The objects, image by image.</param>
/// <param name="Stuff">The image and stuff map of everything that <paramref name="StuffScores"/> show, image by image.</param>
public sealed record LevelTruth(
    Tensor Centers, Tensor StuffScores, IReadOnlyList<AssignedThing> Things, IReadOnlyList<(int Image, int Map)> Stuff);

/// <summary>The ground truth of a batch for a network of positions and kernels.</summary>
/// <param name="Images">Each image's masks.</param>
/// <param name="Levels">Each map's positions, finest first.</param>
public sealed record KernelTruth(IReadOnlyList<ImageTruth> Images, IReadOnlyList<LevelTruth> Levels)
{
    /// <summary>Objects on all maps: one that two maps are to find counts twice.</summary>
    public int AssignedCount => Levels.Sum(level => level.Things.Count);

    /// <summary>Stuff on all maps.</summary>
    public int StuffCount => Levels.Sum(level => level.Stuff.Count);
}
