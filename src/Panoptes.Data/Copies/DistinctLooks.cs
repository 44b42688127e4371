namespace Panoptes.Data.Copies;

/// <summary>Hashes of pictures, each once, with the first and second picture of every split that has it.</summary>
internal sealed class DistinctLooks
{
    private readonly Dictionary<UInt128, int> places = [];
    private readonly List<List<SplitLook>> splits = [];
    private readonly List<UInt128> all = [];
    private readonly int[] placeOf;

    /// <summary>Gathers hashes.</summary>
    /// <param name="looks">The hash of each picture; 0 for none.</param>
    /// <param name="split">The split of each picture.</param>
    public DistinctLooks(IReadOnlyList<UInt128> looks, IReadOnlyList<int> split)
    {
        placeOf = new int[looks.Count];
        for (var i = 0; i < looks.Count; i++)
        {
            placeOf[i] = looks[i] == 0 ? -1 : Add(looks[i], split[i], i);
        }
    }

    /// <summary>The hashes.</summary>
    public IReadOnlyList<UInt128> All => all;

    /// <summary>The place of a picture's hash among <see cref="All"/>; -1 for none.</summary>
    public int PlaceOf(int picture) => placeOf[picture];

    /// <summary>Who has a hash, split by split.</summary>
    public List<SplitLook> Splits(int place) => splits[place];

    private int Add(UInt128 look, int split, int picture)
    {
        if (!places.TryGetValue(look, out var place))
        {
            places[look] = place = all.Count;
            all.Add(look);
            splits.Add(new List<SplitLook>(1));
        }

        var found = splits[place].Find(one => one.Split == split);
        if (found is null)
        {
            splits[place].Add(new SplitLook(split, picture));
        }
        else if (found.Second < 0)
        {
            found.Second = picture;
        }

        return place;
    }
}
