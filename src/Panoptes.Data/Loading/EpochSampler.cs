using Panoptes.Data.Sampling;
using Panoptes.Foundation;

namespace Panoptes.Data.Loading;

/// <summary>
/// Which sample comes where in an endless shuffled stream: a pure function of (seed, place). Each run of Count places is a
/// permutation of the data set, anew for every epoch; ranks take turns, so that what they read never overlaps within an
/// epoch. Nothing is stored and nothing is replayed: resuming at a step is asking for it.
/// </summary>
public sealed class EpochSampler
{
    private readonly long seed;
    private readonly int rank;
    private readonly int world;

    /// <summary>Makes the stream of one rank.</summary>
    /// <param name="count">Samples in the data set.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="rank">This process, 0 to world - 1.</param>
    /// <param name="world">Processes that share the data set.</param>
    public EpochSampler(int count, long seed, int rank = 0, int world = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(world);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, world);
        (Count, this.seed, this.rank, this.world) = (count, seed, rank, world);
    }

    /// <summary>Samples in the data set.</summary>
    public int Count { get; }

    /// <summary>The place in the stream of all ranks together of this rank's n-th sample.</summary>
    public long Place(long n) => checked((n * world) + rank);

    /// <summary>The sample at a place of the stream of all ranks together.</summary>
    public int At(long place) =>
        (int)new KeyedPermutation(Count, seed, place / Count)[place % Count];

    /// <summary>The sample that stands in for an unreadable one at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="attempt">1 for the first substitute, and up where that one fails too.</param>
    public int Substitute(long place, int attempt) => new SeededRandom(seed, place, attempt, 0x5B).NextInt(0, Count);
}
