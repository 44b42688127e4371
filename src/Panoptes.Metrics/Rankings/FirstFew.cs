namespace Panoptes.Metrics.Rankings;

/// <summary>
/// Keeps the first few of many by an order that no two of them share a place in: the same ones in whatever order and by however many
/// keepers they come. Not thread-safe; merge.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="most">How many, at least 0.</param>
/// <param name="order">The order; 0 only for the same one twice.</param>
public sealed class FirstFew<T>(int most, Comparison<T> order)
{
    private readonly SortedSet<T> kept = new(Comparer<T>.Create(order));

    /// <summary>Those kept, in order.</summary>
    public IReadOnlyList<T> Sorted => [.. kept];

    /// <summary>Takes note of one.</summary>
    public void Offer(T one)
    {
        if (most > 0 && kept.Add(one) && kept.Count > most)
        {
            kept.Remove(kept.Max!);
        }
    }

    /// <summary>Takes note of what another keeps.</summary>
    public void Merge(FirstFew<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var one in other.kept)
        {
            Offer(one);
        }
    }
}
