namespace Panoptes.Foundation;

/// <summary>
/// A small random generator that is a pure function of its seeds (splitmix64), the same on every machine and runtime.
/// Every sample, scene and augmentation draws from one of its own, keyed by (seed, step, ...), so that any of them can
/// be made again alone and in any order.
/// </summary>
public sealed class SeededRandom
{
    private ulong state;

    /// <summary>A generator for one place in a tree of seeds.</summary>
    /// <param name="seeds">The run's seed, then whatever tells this use apart (step, index, purpose).</param>
    public SeededRandom(params ReadOnlySpan<long> seeds)
    {
        state = 0x6A09E667F3BCC909;
        foreach (var seed in seeds)
        {
            state = Mix(state ^ Mix((ulong)seed + 0x9E3779B97F4A7C15));
        }
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform integer in [low, high).</summary>
    public int NextInt(int low, int high)
    {
        if (high <= low)
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, $"must be above low, {low}");
        }

        return low + (int)Math.BigMul(NextBits(), (ulong)((long)high - low), out _);
    }

    /// <summary>True with probability <paramref name="probability"/>.</summary>
    public bool NextBool(double probability = 0.5) => NextDouble() < probability;

    /// <summary>Standard normal (Box-Muller).</summary>
    public double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Shuffles in place (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(0, i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
