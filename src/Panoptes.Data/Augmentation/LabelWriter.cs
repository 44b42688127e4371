using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Augmentation;

/// <summary>Moves labels as their image is moved, and turns stored ids into train ids on the way.</summary>
public static class LabelWriter
{
    /// <summary>Writes the train ids of the labels that a geometry shows; padding is void.</summary>
    /// <param name="labels">The labels, of any resolution.</param>
    /// <param name="geometry">The geometry of the image.</param>
    /// <param name="imageFile">The image, for messages.</param>
    /// <param name="trainIds">Takes one train id an output pixel.</param>
    /// <exception cref="InputException">An id that is not in the table; with file, pixel, id and allowed ids.</exception>
    public static void Write(StoredLabels labels, Geometry geometry, string imageFile, Span<long> trainIds)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(geometry);
        geometry = geometry.ForSource(labels.Width, labels.Height, labels.File, imageFile);
        var lookup = labels.Classes.Lookup;
        var voidId = (long)labels.Classes.VoidTrainId;
        var content = geometry.Content;
        if (labels.Bytes is not null)
        {
            Resampler.Ids<byte, long>(labels.Bytes, geometry, 0, trainIds);
        }
        else
        {
            Resampler.Ids<ushort, long>(labels.Words!, geometry, 0, trainIds);
        }

        for (var y = 0; y < geometry.Height; y++)
        {
            var row = trainIds.Slice(y * geometry.Width, geometry.Width);
            if (y < content.Top || y >= content.Bottom)
            {
                row.Fill(voidId);
                continue;
            }

            row[..content.Left].Fill(voidId);
            row[content.Right..].Fill(voidId);
            var least = 0;
            for (var x = content.Left; x < content.Right; x++)
            {
                var id = lookup[(int)row[x] & 0xFFFF];
                least |= id;
                row[x] = id;
            }

            if (least < 0)
            {
                var (sx, sy) = geometry.ToSource(row.IndexOf(-1L) + .5, y + .5);
                throw labels.Unlisted((int)sx, (int)sy);
            }
        }
    }
}
