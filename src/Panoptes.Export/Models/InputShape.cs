namespace Panoptes.Export.Models;

/// <summary>The images that a graph takes.</summary>
/// <param name="Batch">How many at once; where the batch is free, how many a trial has.</param>
/// <param name="Height">Height in pixels; where the size is free, of a trial.</param>
/// <param name="Width">Width in pixels; where the size is free, of a trial.</param>
/// <param name="FreeBatch">Whether any number of images may go in.</param>
/// <param name="FreeSize">Whether images of any size may go in.</param>
public sealed record InputShape(int Batch, int Height, int Width, bool FreeBatch = false, bool FreeSize = false)
{
    // Three trials whose sizes tell apart what equal sizes would not: sizes of maps are unlike, and no multiples of each other.
    private static readonly (int Batch, int Height, int Width)[] Unlike = [(2, 224, 352), (3, 416, 160), (5, 288, 544)];

    internal IEnumerable<(int Batch, int Height, int Width)> Trials() => FreeBatch || FreeSize
        ? Unlike.Select(trial => (FreeBatch ? trial.Batch : Batch, FreeSize ? trial.Height : Height, FreeSize ? trial.Width : Width))
        : [(Batch, Height, Width)];
}
