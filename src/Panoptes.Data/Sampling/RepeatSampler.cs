using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>
/// Draws images by their repeat factors, pass by pass: an image of factor 3.2 comes three times in a pass and, in a fifth of them, a fourth
/// time; the order is drawn anew for each. A pure function of seed and place, though passes differ in length: those before a place are
/// counted once. Safe to use from many threads.
/// </summary>
/// <param name="factors">The factors.</param>
/// <param name="seed">The stream's seed.</param>
public sealed class RepeatSampler(RepeatFactors factors, long seed)
{
    private const long FractionSalt = 0xD1;
    private const long OrderSalt = 0xD2;
    private const long SubstituteSalt = 0x5B;

    // Loaders read ahead, at most into the next pass or the one after.
    private const int MostHeld = 3;
    private readonly Lock gate = new();
    private readonly List<long> starts = [0];
    private readonly Dictionary<int, int[]> held = [];

    /// <summary>The image at a place of the stream.</summary>
    /// <param name="place">0 and up.</param>
    /// <returns>Its index in the data set.</returns>
    public int At(long place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        lock (gate)
        {
            while (starts[^1] <= place)
            {
                starts.Add(starts[^1] + Length(starts.Count - 1));
            }

            var found = starts.BinarySearch(place);
            var pass = found >= 0 ? found : ~found - 1;
            var images = Pass(pass);
            return images[new KeyedPermutation(images.Length, seed, pass, OrderSalt)[place - starts[pass]]];
        }
    }

    /// <summary>How often an image comes in a pass.</summary>
    /// <param name="pass">The pass, 0 and up.</param>
    /// <param name="index">The image's place in <see cref="RepeatFactors.Images"/>.</param>
    public int Copies(int pass, int index)
    {
        var whole = Math.Floor(factors.Factors[index]);
        return (int)whole + (new SeededRandom(seed, pass, index, FractionSalt).NextBool(factors.Factors[index] - whole) ? 1 : 0);
    }

    /// <summary>Images drawn in a pass, those drawn again too.</summary>
    /// <param name="pass">The pass, 0 and up.</param>
    public int Length(int pass) => Enumerable.Range(0, factors.Images.Count).Sum(index => Copies(pass, index));

    /// <summary>The image that stands in for an unreadable one at a place, any as likely.</summary>
    /// <param name="place">The place.</param>
    /// <param name="attempt">1 for the first substitute, and up where that one fails too.</param>
    public int Substitute(long place, int attempt) =>
        factors.Images[new SeededRandom(seed, place, attempt, SubstituteSalt).NextInt(0, factors.Images.Count)];

    private int[] Pass(int pass)
    {
        if (held.TryGetValue(pass, out var images))
        {
            return images;
        }

        if (held.Count == MostHeld)
        {
            held.Remove(held.Keys.Min());
        }

        return held[pass] = [.. Enumerable.Range(0, factors.Images.Count)
            .SelectMany(index => Enumerable.Repeat(factors.Images[index], Copies(pass, index)))];
    }
}
