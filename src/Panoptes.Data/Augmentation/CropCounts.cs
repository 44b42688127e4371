using Panoptes.Data.Classes;

namespace Panoptes.Data.Augmentation;

/// <summary>Counts the classes of a crop's stored ids.</summary>
/// <param name="classes">What the ids mean; several may be one class, void and unlisted ones count nowhere.</param>
internal sealed class CropCounts(ClassTable classes)
{
    private readonly long[] counts = new long[classes.Count];

    /// <summary>Adds 8-bit ids.</summary>
    public void AddBytes(ReadOnlyMemory<byte> ids)
    {
        // Four tables, so that equal neighbors do not wait for each other's count.
        Span<int> table = stackalloc int[4 * 256];
        table.Clear();
        var span = ids.Span;
        var i = 0;
        for (; i + 3 < span.Length; i += 4)
        {
            table[span[i]]++;
            table[256 + span[i + 1]]++;
            table[512 + span[i + 2]]++;
            table[768 + span[i + 3]]++;
        }

        for (; i < span.Length; i++)
        {
            table[span[i]]++;
        }

        for (var id = 0; id < 256; id++)
        {
            Add(id, (long)table[id] + table[256 + id] + table[512 + id] + table[768 + id]);
        }
    }

    /// <summary>Adds 16-bit ids.</summary>
    public void AddWords(ReadOnlyMemory<ushort> ids)
    {
        foreach (var id in ids.Span)
        {
            Add(id, 1);
        }
    }

    /// <summary>How many classes occur, the pixels of all of them, and those of the largest.</summary>
    public (int Classes, long Total, long Largest) Summary() => (counts.Count(c => c > 0), counts.Sum(), counts.Max());

    private void Add(int id, long count)
    {
        var train = classes.Lookup[id];
        if ((uint)train < (uint)counts.Length)
        {
            counts[train] += count;
        }
    }
}
