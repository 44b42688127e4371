namespace Panoptes.Data.Loading;

/// <summary>
/// Where the samples of a process stand in the batch of all processes, which take samples by turns, or pairs where samples are drawn in
/// pairs. What is drawn for a sample is keyed by this, so that it does not depend on how many processes share the batch.
/// </summary>
/// <param name="Rank">This process, 0 to <paramref name="World"/> - 1.</param>
/// <param name="World">Processes that share the batch.</param>
/// <param name="InPairs">Whether they take pairs by turns.</param>
public sealed record BatchPlaces(int Rank, int World, bool InPairs = false)
{
    /// <summary>Those of a process that has the whole batch.</summary>
    public static BatchPlaces Whole { get; } = new(0, 1);

    /// <summary>The place of a sample in the batch of all.</summary>
    /// <param name="item">Its place in this process's batch, 0 and up.</param>
    public int this[int item] => InPairs ? (2 * ((item / 2 * World) + Rank)) + (item % 2) : (item * World) + Rank;
}
