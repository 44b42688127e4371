namespace Panoptes.Export.Models;

/// <summary>The images that a graph takes.</summary>
/// <param name="Batch">How many at once; where the batch is free, how many a trial has.</param>
/// <param name="Height">Height in pixels; where the size is free, of a trial.</param>
/// <param name="Width">Width in pixels; where the size is free, of a trial.</param>
/// <param name="FreeBatch">Whether any number of images may go in.</param>
/// <param name="FreeSize">Whether images of any size may go in.</param>
public sealed record InputShape(int Batch, int Height, int Width, bool FreeBatch = false, bool FreeSize = false)
{
    // Trials whose sizes tell apart what equal sizes would not: no side or side of a map is another's or its multiple, and at the first
    // ones everything that is rounded up or padded is so really.
    private static readonly (int Batch, int Height, int Width)[] Odd = [(2, 229, 357), (3, 407, 203), (5, 301, 567)];
    private static readonly (int Batch, int Height, int Width)[] Even = [(2, 224, 352), (3, 416, 160), (5, 288, 544)];

    /// <summary>What both sides of an image must be multiples of where the size is free.</summary>
    public const int Multiple = 32;

    /// <summary>The inputs that a network is recorded with.</summary>
    /// <param name="anySize">
    /// Whether, where the size is free, it shall be any at all, rather than multiples of <see cref="Multiple"/>.
    /// </param>
    internal IEnumerable<(int Batch, int Height, int Width)> Trials(bool anySize) => FreeBatch || FreeSize
        ? (anySize ? Odd : Even).Select(
            trial => (FreeBatch ? trial.Batch : Batch, FreeSize ? trial.Height : Height, FreeSize ? trial.Width : Width))
        : [(Batch, Height, Width)];
}
