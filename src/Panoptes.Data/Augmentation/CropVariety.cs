using System.Buffers;
using Panoptes.Data.Samples;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Augmentation;

/// <summary>Whether a crop shows enough different classes to learn from.</summary>
internal static class CropVariety
{
    /// <summary>
    /// Whether a crop has at least two classes of which none covers a share of the labeled pixels. Counts exactly the pixels that the
    /// labels will have in that crop, and touches no other.
    /// </summary>
    /// <param name="labels">The labels, of any resolution.</param>
    /// <param name="geometry">The crop, without padding.</param>
    /// <param name="share">The share that is too much, above 0, at most 1.</param>
    public static bool IsVaried(StoredLabels labels, Geometry geometry, double share)
    {
        geometry = geometry.ForSource(labels.Width, labels.Height, labels.File);
        var counts = new CropCounts(labels.Classes);
        if (labels.Bytes is not null)
        {
            Count(labels.Bytes, geometry, counts.AddBytes);
        }
        else
        {
            Count(labels.Words!, geometry, counts.AddWords);
        }

        var (classes, total, largest) = counts.Summary();
        return classes >= 2 && largest < share * total;
    }

    private static void Count<T>(Plane<T> ids, Geometry geometry, Action<ReadOnlyMemory<T>> add)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var area = geometry.Width * geometry.Height;
        var buffer = ArrayPool<T>.Shared.Rent(area);
        try
        {
            Resampler.Ids<T, T>(ids, geometry, T.Zero, buffer.AsSpan(0, area));
            add(buffer.AsMemory(0, area));
        }
        finally
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }
}
