using Panoptes.Data.Samples;

namespace Panoptes.Data.Indexing;

/// <summary>Counts the ids of label maps, one after the other, in memory that is used again.</summary>
internal sealed class LabelCounter
{
    private readonly long[] counts = new long[65536];

    /// <summary>Memory for what is read.</summary>
    public SampleBuffers Buffers { get; } = new();

    /// <summary>What a label map holds, by stored id, ascending.</summary>
    public IReadOnlyList<(int Id, long Pixels)> Count(StoredLabels labels)
    {
        Array.Clear(counts);
        if (labels.Bytes is { } bytes)
        {
            foreach (var id in bytes.Pixels)
            {
                counts[id]++;
            }
        }
        else
        {
            foreach (var id in labels.Words!.Pixels)
            {
                counts[id]++;
            }
        }

        var found = new List<(int, long)>();
        for (var id = 0; id < counts.Length; id++)
        {
            if (counts[id] > 0)
            {
                found.Add((id, counts[id]));
            }
        }

        return found;
    }
}
