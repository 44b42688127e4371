namespace Panoptes.Metrics.Instances;

/// <summary>Places of ascending ids in their list: by a table where they lie close together, as most do, else by search.</summary>
internal sealed class IdPlaces
{
    private readonly long[] ids;
    private readonly int[]? table;

    public IdPlaces(long[] ascending)
    {
        ids = ascending;
        if (ids.Length == 0 || unchecked((ulong)(ids[^1] - ids[0])) >= 1024 + (16 * (ulong)ids.Length))
        {
            return;
        }

        table = new int[ids[^1] - ids[0] + 1];
        Array.Fill(table, -1);
        for (var place = 0; place < ids.Length; place++)
        {
            table[ids[place] - ids[0]] = place;
        }
    }

    /// <summary>The place of an id; negative where it is not in the list.</summary>
    public int Find(long id)
    {
        if (table is null)
        {
            return Array.BinarySearch(ids, id);
        }

        var at = unchecked((ulong)(id - ids[0]));
        return at < (ulong)table.Length ? table[at] : -1;
    }
}
