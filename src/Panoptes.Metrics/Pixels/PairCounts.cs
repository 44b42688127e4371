namespace Panoptes.Metrics.Pixels;

/// <summary>How many pixels two segments of one image share.</summary>
/// <param name="Truth">Id of the ground truth's segment.</param>
/// <param name="Prediction">Id of the predicted segment.</param>
/// <param name="Pixels">Pixels where both hold.</param>
public readonly record struct SegmentPair(int Truth, int Prediction, long Pixels);

/// <summary>
/// A small hash table from a pair of ids to a count of pixels, reused from image to image. Not thread-safe.
/// </summary>
internal sealed class PairCounts
{
    private ulong[] keys = new ulong[1024];
    private long[] pixels = new long[1024];
    private int used;

    public void Add(int truth, int prediction, long count)
    {
        var key = ((ulong)(uint)truth << 32) | (uint)prediction;
        var slot = Find(key);
        if (pixels[slot] != 0)
        {
            pixels[slot] += count;
            return;
        }

        (keys[slot], pixels[slot]) = (key, count);
        if (++used * 2 > keys.Length)
        {
            Grow();
        }
    }

    /// <summary>The pairs in ascending (truth, prediction), ids compared as unsigned; the table is empty after.</summary>
    public SegmentPair[] TakeSorted()
    {
        var found = new ulong[used];
        var n = 0;
        for (var slot = 0; slot < keys.Length; slot++)
        {
            if (pixels[slot] != 0)
            {
                found[n++] = keys[slot];
            }
        }

        Array.Sort(found);
        var pairs = new SegmentPair[n];
        for (var i = 0; i < n; i++)
        {
            pairs[i] = new SegmentPair((int)(found[i] >> 32), (int)found[i], pixels[Find(found[i])]);
        }

        Array.Clear(pixels);
        used = 0;
        return pairs;
    }

    // The slot of a key, or the free one where it belongs.
    private int Find(ulong key)
    {
        var mask = keys.Length - 1;
        var slot = Slot(key, mask);
        while (pixels[slot] != 0 && keys[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private static int Slot(ulong key, int mask) => (int)((key * 0x9E3779B97F4A7C15) >> 40) & mask;

    private void Grow()
    {
        var (oldKeys, oldPixels) = (keys, pixels);
        keys = new ulong[oldKeys.Length * 2];
        pixels = new long[oldKeys.Length * 2];
        used = 0;
        for (var slot = 0; slot < oldKeys.Length; slot++)
        {
            if (oldPixels[slot] != 0)
            {
                Add((int)(oldKeys[slot] >> 32), (int)oldKeys[slot], oldPixels[slot]);
            }
        }
    }
}
