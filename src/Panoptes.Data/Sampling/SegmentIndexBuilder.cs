using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>Reads the labels of a whole data set, one image a thread at a time, and keeps which segments there are.</summary>
internal static class SegmentIndexBuilder
{
    /// <summary>Builds an index.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">Threads, and who is told.</param>
    /// <exception cref="InputException">Labels cannot be read, and nobody takes that.</exception>
    /// <exception cref="OperationCanceledException">It was asked to give up.</exception>
    public static SegmentIndex Build(IDataset dataset, SegmentIndexOptions options)
    {
        var layer = SampleSegments.Layer(dataset);
        var images = new ImageSegments[dataset.Count];
        var done = 0;
        var gate = new Lock();
        var threads = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Max(1, options.Threads),
            CancellationToken = options.Cancel,
        };
        try
        {
            Parallel.For(0, images.Length, threads, () => new SampleBuffers(), (i, _, buffers) =>
            {
                images[i] = Look(dataset, i, layer, buffers, options);
                lock (gate)
                {
                    options.Progress?.Invoke(++done, images.Length);
                }

                return buffers;
            }, _ => { });
        }
        catch (AggregateException several) when (several.InnerExceptions.OfType<InputException>().FirstOrDefault() is { } first)
        {
            throw first;
        }

        return new SegmentIndex(images);
    }

    private static ImageSegments Look(
        IDataset dataset, int index, SampleParts layer, SampleBuffers buffers, SegmentIndexOptions options)
    {
        try
        {
            return ImageSegments.Of(SampleSegments.Of(dataset.Load(index, layer, buffers), dataset.Classes.VoidTrainId));
        }
        catch (InputException fault) when (options.Unreadable is not null)
        {
            options.Unreadable(fault);
            return ImageSegments.None;
        }
    }
}
