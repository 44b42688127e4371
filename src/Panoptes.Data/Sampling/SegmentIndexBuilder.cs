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
        return new SegmentIndex(WholeSplit.Read(dataset, options, (i, buffers) => Look(dataset, i, layer, buffers, options)));
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
