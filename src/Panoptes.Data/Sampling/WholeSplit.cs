using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>Looks at every image of a split, one image a thread at a time.</summary>
internal static class WholeSplit
{
    /// <summary>What is found in each image, in the order of the data set.</summary>
    /// <typeparam name="T">What that is.</typeparam>
    /// <param name="dataset">The split.</param>
    /// <param name="options">Threads, and who is told.</param>
    /// <param name="look">Looks at an image, by its index, with buffers of the thread.</param>
    /// <exception cref="InputException">An image cannot be read; the first of them.</exception>
    /// <exception cref="OperationCanceledException">It was asked to give up.</exception>
    public static T[] Read<T>(IDataset dataset, SegmentIndexOptions options, Func<int, SampleBuffers, T> look)
    {
        var (found, done, gate) = (new T[dataset.Count], 0, new Lock());
        ParallelItems.Run(found.Length, Math.Max(1, options.Threads), () => new SampleBuffers(), (buffers, i) =>
        {
            options.Cancel.ThrowIfCancellationRequested();
            found[i] = look(i, buffers);
            lock (gate)
            {
                options.Progress?.Invoke(++done, found.Length);
            }
        }, _ => { });
        return found;
    }
}
