using Panoptes.Metrics.Exchange;

namespace Panoptes.Metrics.Cityscapes;

/// <summary>A ground-truth segment of an instance class in one frame: an instance, or a group (id below 1000).</summary>
/// <param name="Id">Its value in the instanceIds image.</param>
/// <param name="Label">Its label id.</param>
/// <param name="Pixels">Its pixels.</param>
public readonly record struct CityscapesTruth(int Id, int Label, long Pixels)
{
    /// <summary>Whether it stands for several objects.</summary>
    public bool IsGroup => Id < 1000;
}

/// <summary>A predicted instance of one frame.</summary>
/// <param name="File">Its mask.</param>
/// <param name="Label">Its label id.</param>
/// <param name="Score">Its confidence.</param>
/// <param name="Pixels">Its pixels.</param>
/// <param name="VoidPixels">Those of them on ignored labels.</param>
/// <param name="Overlaps">Truth segments of its class that it meets: index in the frame's list and shared pixels.</param>
public sealed record CityscapesPrediction(
    string File, int Label, double Score, long Pixels, long VoidPixels, IReadOnlyList<(int Truth, long Pixels)> Overlaps);

/// <summary>All that the instance-level evaluation needs of one frame.</summary>
/// <param name="Frame">The frame's ground-truth file.</param>
/// <param name="Truths">Segments of instance classes, by ascending id.</param>
/// <param name="Predictions">Predictions in the order of the text file.</param>
public sealed record CityscapesFrameMatches(
    string Frame, IReadOnlyList<CityscapesTruth> Truths, IReadOnlyList<CityscapesPrediction> Predictions)
{
    /// <summary>Writes the frame's matches for another process, without loss.</summary>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Frame);
        writer.WriteEach(Truths, (to, truth) =>
        {
            to.Write7BitEncodedInt(truth.Id);
            to.Write7BitEncodedInt(truth.Label);
            to.Write7BitEncodedInt64(truth.Pixels);
        });
        writer.WriteEach(Predictions, (to, prediction) =>
        {
            to.Write(prediction.File);
            to.Write7BitEncodedInt(prediction.Label);
            to.Write(prediction.Score);
            to.Write7BitEncodedInt64(prediction.Pixels);
            to.Write7BitEncodedInt64(prediction.VoidPixels);
            to.WriteEach(prediction.Overlaps, (one, overlap) =>
            {
                one.Write7BitEncodedInt(overlap.Truth);
                one.Write7BitEncodedInt64(overlap.Pixels);
            });
        });
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is no frame.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static CityscapesFrameMatches Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var frame = reader.ReadString();
        var truths = reader.ReadEach(
            from => new CityscapesTruth(from.Read7BitEncodedInt(), from.Read7BitEncodedInt(), from.Read7BitEncodedInt64()));
        return new CityscapesFrameMatches(frame, truths, reader.ReadEach(from => new CityscapesPrediction(
            from.ReadString(), from.Read7BitEncodedInt(), from.ReadDouble(), from.Read7BitEncodedInt64(), from.Read7BitEncodedInt64(),
            from.ReadEach(one => (one.ReadBelow(truths.Count, "segment"), one.Read7BitEncodedInt64())))));
    }
}
