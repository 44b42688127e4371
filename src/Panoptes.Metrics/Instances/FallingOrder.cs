namespace Panoptes.Metrics.Instances;

/// <summary>Stable orders of numbered things by plain loops: a first run compiles nothing for them, as generic sorts would need.</summary>
internal static class FallingOrder
{
    /// <summary>Places of values from the highest to the lowest; equal ones stay in order, NaN comes last.</summary>
    public static int[] Of(ReadOnlySpan<double> values)
    {
        var order = new int[values.Length];
        var isSorted = true;
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            isSorted &= i == 0 || !Precedes(values[i], values[i - 1]);
        }

        return isSorted ? order : Merged(values, order);
    }

    /// <summary>Sorts items by their small key, stable.</summary>
    /// <param name="items">Numbers of things.</param>
    /// <param name="keys">The key of every thing, 0 to <paramref name="count"/> - 1.</param>
    /// <param name="count">How many keys there are.</param>
    public static int[] ByKey(ReadOnlySpan<int> items, ReadOnlySpan<int> keys, int count)
    {
        var next = new int[count + 1];
        foreach (var item in items)
        {
            next[keys[item] + 1]++;
        }

        for (var key = 0; key < count; key++)
        {
            next[key + 1] += next[key];
        }

        var sorted = new int[items.Length];
        foreach (var item in items)
        {
            sorted[next[keys[item]]++] = item;
        }

        return sorted;
    }

    // Merges neighboring sorted stretches of 1, 2, 4 ... places.
    private static int[] Merged(ReadOnlySpan<double> values, int[] order)
    {
        var other = new int[order.Length];
        for (var width = 1; width < order.Length; width *= 2)
        {
            for (var start = 0; start < order.Length; start += 2 * width)
            {
                var (middle, end) = (Math.Min(start + width, order.Length), Math.Min(start + (2 * width), order.Length));
                var (left, right) = (start, middle);
                for (var i = start; i < end; i++)
                {
                    var takesRight = left == middle || (right < end && Precedes(values[order[right]], values[order[left]]));
                    other[i] = order[takesRight ? right++ : left++];
                }
            }

            (order, other) = (other, order);
        }

        return order;
    }

    private static bool Precedes(double value, double other) => value > other || (double.IsNaN(other) && !double.IsNaN(value));
}
