using Panoptes.Metrics.Exchange;
using Panoptes.Metrics.Rankings;

namespace Panoptes.Metrics.Panoptic;

/// <summary>An image with predictions that mix several things.</summary>
/// <param name="Index">Its place in the data set.</param>
/// <param name="ImageId">Its name.</param>
/// <param name="Segments">Its confused predictions, that with the largest confused area first; at least one.</param>
public sealed record ConfusedImage(int Index, string ImageId, IReadOnlyList<ConfusedSegment> Segments)
{
    /// <summary>The confused area of all of them, in pixels.</summary>
    public long Pixels => Segments.Sum(segment => segment.Pixels);

    /// <summary>Writes the image's confused predictions for another process.</summary>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write7BitEncodedInt(Index);
        writer.Write(ImageId);
        writer.WriteEach(Segments, PanopticBytes.Write);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is no such image.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static ConfusedImage Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new ConfusedImage(
            reader.ReadBelow(int.MaxValue, "image"), reader.ReadString(), reader.ReadEach(PanopticBytes.ReadSegment));
    }

    /// <summary>A keeper of the images with the largest confused area.</summary>
    /// <param name="most">How many, at least 0.</param>
    public static FirstFew<ConfusedImage> Keeper(int most) => new(most, (a, b) =>
        b.Pixels.CompareTo(a.Pixels) is var byArea and not 0 ? byArea : a.Index.CompareTo(b.Index));
}

/// <summary>One confused prediction of a data set.</summary>
/// <param name="Index">The place of its image.</param>
/// <param name="ImageId">The name of its image.</param>
/// <param name="Segment">What it mixes.</param>
public sealed record ConfusedObject(int Index, string ImageId, ConfusedSegment Segment)
{
    /// <summary>A keeper of those with the largest confused area.</summary>
    /// <param name="most">How many, at least 0.</param>
    public static FirstFew<ConfusedObject> Keeper(int most) => new(most, (a, b) =>
        b.Segment.Pixels.CompareTo(a.Segment.Pixels) is var byArea and not 0 ? byArea
        : a.Index.CompareTo(b.Index) is var byImage and not 0 ? byImage
        : a.Segment.Id.CompareTo(b.Segment.Id));
}
