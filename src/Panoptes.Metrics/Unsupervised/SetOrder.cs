namespace Panoptes.Metrics.Unsupervised;

/// <summary>
/// The order in which CPython iterates a set of small integers: by slots of an open hash table that starts with 8 and grows
/// fourfold. The protocol's reference breaks ties in that order.
/// </summary>
internal static class SetOrder
{
    private const int LinearProbes = 9;

    public static IReadOnlyList<int> Of(IEnumerable<int> values)
    {
        var (table, used) = (new int?[8], 0);
        foreach (var value in values.Distinct())
        {
            Insert(table, value);
            used++;
            if (used * 5 >= (table.Length - 1) * 3)
            {
                var larger = new int?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(used * 4) + 1)];
                foreach (var entry in table)
                {
                    if (entry is { } known)
                    {
                        Insert(larger, known);
                    }
                }

                table = larger;
            }
        }

        return [.. table.Where(entry => entry is not null).Select(entry => entry!.Value)];
    }

    private static void Insert(int?[] table, int value)
    {
        var mask = (ulong)table.Length - 1;
        var perturb = (ulong)value;
        for (var slot = perturb & mask; ; slot = ((slot * 5) + 1 + (perturb >>= 5)) & mask)
        {
            var probes = slot + LinearProbes <= mask ? LinearProbes : 0;
            for (var i = 0; i <= probes; i++)
            {
                if (table[slot + (ulong)i] is null)
                {
                    table[slot + (ulong)i] = value;
                    return;
                }
            }
        }
    }
}
