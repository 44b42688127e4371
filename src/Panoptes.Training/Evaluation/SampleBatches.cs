using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Training.Evaluation;

/// <summary>Reads a data set in order, decoding ahead, and groups neighbors of equal size.</summary>
internal static class SampleBatches
{
    /// <summary>Batches of at most <paramref name="size"/> samples whose images, and whose labels, have one size.</summary>
    public static IEnumerable<IReadOnlyList<(int Index, Sample Sample)>> Read(IDataset dataset, int size, int prefetch)
    {
        var batch = new List<(int Index, Sample Sample)>();
        foreach (var entry in InOrder(dataset, prefetch))
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

    private static IEnumerable<(int Index, Sample Sample)> InOrder(IDataset dataset, int prefetch)
    {
        var ahead = new Queue<Task<Sample>>();
        var next = 0;
        for (var index = 0; index < dataset.Count; index++)
        {
            for (; next < dataset.Count && ahead.Count <= prefetch; next++)
            {
                var wanted = next;
                ahead.Enqueue(Task.Run(() => Load(dataset, wanted)));
            }

            yield return (index, ahead.Dequeue().GetAwaiter().GetResult());
        }
    }

    private static Sample Load(IDataset dataset, int index)
    {
        var sample = dataset.Load(index, SampleParts.Semantic);
        return sample.Labels is not null
            ? sample
            : throw new InputException(sample.ImageFile, "no labels", "a label file: evaluation compares with labels", "choose a split with labels, or use predict");
    }

    private static bool SameSize(Sample a, Sample b) =>
        a.Image.Width == b.Image.Width && a.Image.Height == b.Image.Height && a.Labels!.Width == b.Labels!.Width && a.Labels.Height == b.Labels.Height;
}
