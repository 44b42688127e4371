namespace Panoptes.Dashboard.Browsing.Pictures;

/// <summary>Keeps what was made last, up to a number of bytes. Safe to use from many threads.</summary>
/// <typeparam name="TKey">What tells one from another.</typeparam>
/// <param name="most">The most bytes kept.</param>
internal sealed class PictureShelf<TKey>(long most)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, byte[] Bytes)>> known = [];
    private readonly LinkedList<(TKey Key, byte[] Bytes)> order = [];

    /// <summary>Bytes that are kept.</summary>
    public long Held { get; private set; }

    /// <summary>What is kept under a key; null where nothing is.</summary>
    public byte[]? Find(TKey key)
    {
        lock (gate)
        {
            if (!known.TryGetValue(key, out var node))
            {
                return null;
            }

            order.Remove(node);
            order.AddFirst(node);
            return node.Value.Bytes;
        }
    }

    /// <summary>What is kept under a key, or is made now and kept.</summary>
    /// <param name="key">The key.</param>
    /// <param name="make">Makes it; may run twice where two ask at once.</param>
    public byte[] Get(TKey key, Func<byte[]> make)
    {
        if (Find(key) is { } kept)
        {
            return kept;
        }

        var made = make();
        lock (gate)
        {
            if (made.Length <= most && !known.ContainsKey(key))
            {
                known[key] = order.AddFirst((key, made));
                Held += made.Length;
                while (Held > most)
                {
                    var (last, bytes) = order.Last!.Value;
                    order.RemoveLast();
                    known.Remove(last);
                    Held -= bytes.Length;
                }
            }
        }

        return made;
    }
}
