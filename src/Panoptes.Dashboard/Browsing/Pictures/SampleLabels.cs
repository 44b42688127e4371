using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Dashboard.Browsing.Pictures;

/// <summary>The labels of a sample as they are shown: also those that a training would refuse.</summary>
/// <param name="Classes">The train id of every pixel, or <see cref="Unlisted"/>.</param>
/// <param name="Segments">The segment of every pixel; null where the data set tells none apart.</param>
internal sealed record SampleLabels(Plane<ushort> Classes, Plane<int>? Segments)
{
    /// <summary>Stands for an id that the class table does not list.</summary>
    public const ushort Unlisted = ushort.MaxValue - 1;

    /// <summary>Reads them.</summary>
    /// <returns>Null where the sample has none.</returns>
    /// <exception cref="InputException">They cannot be read.</exception>
    public static SampleLabels? Read(IDataset dataset, int index)
    {
        if (!dataset.Available.HasFlag(SampleParts.Labels))
        {
            return null;
        }

        var sample = Load(dataset, index);
        if (sample.StoredLabels is not { } stored)
        {
            return null;
        }

        var hasSegments = sample.Segments is { Ids: var ids } && ids.Width == stored.Width && ids.Height == stored.Height;
        return new SampleLabels(stored.ToTrainIds(Unlisted), hasSegments ? sample.Segments!.Ids : null);
    }

    /// <summary>They shrunk to lie within a square.</summary>
    /// <param name="side">Its side in pixels.</param>
    public SampleLabels Fit(int side) =>
        new(DisplaySize.Fit(Classes, side, side), Segments is null ? null : DisplaySize.Fit(Segments, side, side));

    // Segments that cannot be read are no reason to hide the labels.
    private static Sample Load(IDataset dataset, int index)
    {
        try
        {
            return dataset.Load(index, dataset.Available & (SampleParts.Labels | SampleParts.Segments));
        }
        catch (InputException) when (dataset.Available.HasFlag(SampleParts.Segments))
        {
            return dataset.Load(index, SampleParts.Labels);
        }
    }
}
