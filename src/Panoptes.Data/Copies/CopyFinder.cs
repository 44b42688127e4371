using Panoptes.Foundation;

namespace Panoptes.Data.Copies;

/// <summary>Finds pictures that are nearly the same, within a split and between splits, by their hashes.</summary>
public static class CopyFinder
{
    /// <summary>The most bits in which hashes may differ to be near.</summary>
    public const int MostBits = 16;

    /// <summary>Finds copies.</summary>
    /// <param name="looks">The hash of each picture (<see cref="Indexing.PictureHash"/>); 0 for one that has none and is no copy.</param>
    /// <param name="splits">The split of each picture.</param>
    /// <param name="limit">In how many bits of 128 two may differ, 0 to <see cref="MostBits"/>.</param>
    /// <returns>For each picture its nearest ones within that limit; of equally near ones the first.</returns>
    /// <exception cref="InputException">The limit is out of range.</exception>
    public static PictureCopies[] Find(IReadOnlyList<UInt128> looks, IReadOnlyList<int> splits, int limit)
    {
        ArgumentNullException.ThrowIfNull(looks);
        ArgumentNullException.ThrowIfNull(splits);
        Require.Within("near", limit, 0, MostBits);
        var distinct = new DistinctLooks(looks, splits);
        for (var place = 0; place < distinct.All.Count; place++)
        {
            MeetAll(distinct.Splits(place), distinct.Splits(place), 0);
        }

        NearPairs.Find(distinct.All, limit, (a, b, distance) =>
        {
            MeetAll(distinct.Splits(a), distinct.Splits(b), distance);
            MeetAll(distinct.Splits(b), distinct.Splits(a), distance);
        });

        var found = new PictureCopies[looks.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var place = distinct.PlaceOf(i);
            if (place < 0)
            {
                found[i] = new PictureCopies(null, null);
                continue;
            }

            var own = distinct.Splits(place).Find(one => one.Split == splits[i])!;
            var twin = own.First != i ? own.First : own.Second;
            found[i] = new PictureCopies(twin >= 0 ? new Copy(twin, 0) : own.Here, own.Elsewhere);
        }

        return found;
    }

    private static void MeetAll(List<SplitLook> these, List<SplitLook> those, int distance)
    {
        foreach (var one in these)
        {
            foreach (var other in those)
            {
                if (one != other)
                {
                    one.Meet(other, distance);
                }
            }
        }
    }
}
