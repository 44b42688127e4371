using Panoptes.Data.Samples;

namespace Panoptes.Training.Evaluation;

/// <summary>Reads a data set in order, decoding ahead, and groups neighbors of equal size.</summary>
internal static class SampleBatches
{
    /// <summary>Batches of at most <paramref name="size"/> samples whose images, and whose labels, have one size.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="indices">Which of its samples, in this order.</param>
    /// <param name="parts">What to read of them.</param>
    /// <param name="size">Samples in a batch at most.</param>
    /// <param name="prefetch">Samples decoded ahead.</param>
    public static IEnumerable<IReadOnlyList<(int Index, Sample Sample)>> Read(
        IDataset dataset, IReadOnlyList<int> indices, SampleParts parts, int size, int prefetch)
    {
        var batch = new List<(int Index, Sample Sample)>();
        foreach (var entry in InOrder(dataset, indices, parts, prefetch))
        {
            if (batch.Count == size || (batch.Count > 0 && !SameSize(batch[0].Sample, entry.Sample)))
            {
                yield return batch;
                batch = [];
            }

            batch.Add(entry);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static IEnumerable<(int Index, Sample Sample)> InOrder(
        IDataset dataset, IReadOnlyList<int> indices, SampleParts parts, int prefetch)
    {
        var ahead = new Queue<Task<Sample>>();
        var next = 0;
        foreach (var index in indices)
        {
            for (; next < indices.Count && ahead.Count <= prefetch; next++)
            {
                var wanted = indices[next];
                ahead.Enqueue(Task.Run(() => Load(dataset, wanted, parts)));
            }

            yield return (index, ahead.Dequeue().GetAwaiter().GetResult());
        }
    }

    private static Sample Load(IDataset dataset, int index, SampleParts parts)
    {
        var sample = dataset.Load(index, parts);

        // Train ids are made of stored ones when first asked for: here, beside the model, not between its images.
        _ = sample.Labels;
        return sample;
    }

    private static bool SameSize(Sample a, Sample b) =>
        a.Image.Width == b.Image.Width && a.Image.Height == b.Image.Height && a.TruthSize == b.TruthSize;
}
