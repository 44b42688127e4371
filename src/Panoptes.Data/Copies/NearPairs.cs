using Panoptes.Data.Indexing;

namespace Panoptes.Data.Copies;

/// <summary>
/// Finds pairs of hashes that differ in few bits, without comparing all. The bits are cut into two bands more than may differ: two bands at
/// least are then equal in both, so that only hashes are compared that share the bits of two bands (multi-index hashing: Norouzi, Punjani
/// and Fleet, 2012).
/// </summary>
internal static class NearPairs
{
    private const int Equal = 2;

    /// <summary>Finds all pairs.</summary>
    /// <param name="hashes">Hashes, all different.</param>
    /// <param name="limit">In how many bits they may differ, 0 to 16.</param>
    /// <param name="found">Takes each pair, the lesser place first, with its distance; some more than once.</param>
    public static void Find(IReadOnlyList<UInt128> hashes, int limit, Action<int, int, int> found)
    {
        var bands = limit + Equal;
        var (keys, order) = (new UInt128[hashes.Count], new int[hashes.Count]);
        for (var a = 0; a < bands; a++)
        {
            for (var b = a + 1; b < bands; b++)
            {
                var mask = Band(a, bands) | Band(b, bands);
                for (var i = 0; i < order.Length; i++)
                {
                    (keys[i], order[i]) = (hashes[i] & mask, i);
                }

                Array.Sort(keys, order);
                for (var first = 0; first < order.Length;)
                {
                    var end = first + 1;
                    while (end < order.Length && keys[end] == keys[first])
                    {
                        end++;
                    }

                    Compare(hashes, order.AsSpan(first, end - first), limit, found);
                    first = end;
                }
            }
        }
    }

    private static void Compare(IReadOnlyList<UInt128> hashes, ReadOnlySpan<int> places, int limit, Action<int, int, int> found)
    {
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = i + 1; j < places.Length; j++)
            {
                if (PictureHash.Distance(hashes[places[i]], hashes[places[j]]) is var distance && distance <= limit)
                {
                    found(Math.Min(places[i], places[j]), Math.Max(places[i], places[j]), distance);
                }
            }
        }
    }

    private static UInt128 Band(int band, int bands)
    {
        var (from, to) = (band * PictureHash.Bits / bands, (band + 1) * PictureHash.Bits / bands);
        return ((UInt128.One << (to - from)) - 1) << from;
    }
}
