namespace Panoptes.Data.Sampling;

/// <summary>
/// A pseudo-random permutation of 0 to count - 1 of which any element is found at once, without shuffling a list: a Feistel
/// network over the next even number of bits, walked until it lands inside the range.
/// </summary>
internal readonly struct KeyedPermutation
{
    private const int Rounds = 6;
    private readonly ulong count;
    private readonly ulong key;
    private readonly int halfBits;

    /// <summary>The permutation of a key.</summary>
    public KeyedPermutation(long count, params ReadOnlySpan<long> keys)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        this.count = (ulong)count;
        key = new Foundation.SeededRandom(keys).NextBits();
        halfBits = 1;
        while (1UL << (2 * halfBits) < this.count)
        {
            halfBits++;
        }
    }

    /// <summary>Where an index goes.</summary>
    public long this[long index]
    {
        get
        {
            if ((ulong)index >= count)
            {
                throw new ArgumentOutOfRangeException(nameof(index), index, $"must be 0 to {count - 1}");
            }

            var value = (ulong)index;
            do
            {
                value = Encrypt(value);
            }
            while (value >= count);

            return (long)value;
        }
    }

    private ulong Encrypt(ulong value)
    {
        var mask = (1UL << halfBits) - 1;
        var (left, right) = (value >> halfBits, value & mask);
        for (var round = 0UL; round < Rounds; round++)
        {
            var z = key + (right * 0x9E3779B97F4A7C15) + (round * 0xD1B54A32D192ED03);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            (left, right) = (right, left ^ ((z ^ (z >> 31)) & mask));
        }

        return (left << halfBits) | right;
    }
}
